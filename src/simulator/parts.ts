import type { SimConversations } from './conversations.js';
import type { SimMediaStore } from './media.js';
import type { SimSending } from './sending.js';
import type { SimTemplates } from './templates.js';
import type { WebhookSender } from './webhook-sender.js';
import type { SimWorld } from './world.js';

/** What a simulated Meta is made of. */
export interface SimParts {
  world: SimWorld;
  webhooks: WebhookSender;
  conversations: SimConversations;
  sending: SimSending;
  templates: SimTemplates;
  media: SimMediaStore;
}
