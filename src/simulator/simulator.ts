import fastify from 'fastify';
import { acceptEveryBody } from './bodies.js';
import { SimConversations } from './messages/conversations.js';
import { registerGraphRoutes } from './routes/graph.routes.js';
import { SimMediaStore } from './messages/media.js';
import { SimPhoneApp } from './messages/phone-app.js';
import type { SimParts } from './parts.js';
import { SimSending } from './messages/sending.js';
import { serveSimulatorPage } from './serve-page.js';
import { SimTemplates } from './templates/templates.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { SimWorld } from './world/world.js';

export interface Simulator extends SimParts {
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** Starts a simulated Meta: the Graph API, a control API under /sim, and a page at / on which people play customers and Meta. */
export async function startSimulator(port: number, host = '127.0.0.1'): Promise<Simulator> {
  const world = new SimWorld();
  const webhooks = new WebhookSender(world);
  const conversations = new SimConversations(world, webhooks);
  const parts: SimParts = {
    world,
    webhooks,
    conversations,
    phoneApp: new SimPhoneApp(world, webhooks),
    sending: new SimSending(world, conversations),
    templates: new SimTemplates(world, webhooks),
    media: new SimMediaStore(world),
  };
  const server = fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  acceptEveryBody(server);
  server.addHook('onResponse', async ({ method }) => {
    if (method !== 'GET') world.touch();
  });
  registerGraphRoutes(server, parts);
  await server.register(async (scope) => serveSimulatorPage(scope, parts));
  const url = await server.listen({ port, host });
  return {
    ...parts,
    url,
    close: async () => {
      webhooks.close();
      await server.close();
    },
  };
}
