import type { SimConversations } from './messages/conversations.js';
import type { SimMediaStore } from './messages/media.js';
import type { SimPhoneApp } from './messages/phone-app.js';
import type { SimSending } from './messages/sending.js';
import type { SimTemplates } from './templates/templates.js';
import type { WebhookSender } from './webhooks/webhook-sender.js';
import type { SimWorld } from './world/world.js';

/** The parts of a simulated Meta. */
export interface SimParts {
  world: SimWorld;
  webhooks: WebhookSender;
  conversations: SimConversations;
  phoneApp: SimPhoneApp;
  sending: SimSending;
  templates: SimTemplates;
  media: SimMediaStore;
}
