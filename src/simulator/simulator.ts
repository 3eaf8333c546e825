import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { registerControlRoutes } from './routes/control.routes.js';
import { SimConversations } from './messages/conversations.js';
import { registerGraphRoutes } from './routes/graph.routes.js';
import { SimMediaStore } from './messages/media.js';
import type { SimParts } from './parts.js';
import { SimSending } from './messages/sending.js';
import { SimTemplates } from './templates/templates.js';
import { WebhookSender } from './webhook-sender.js';
import { SimWorld } from './world.js';

export interface Simulator extends SimParts {
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** Starts a simulated Meta: the Graph API, a control API under /sim, and a page at / on which a person plays the customer. */
export async function startSimulator(port: number, host = '127.0.0.1'): Promise<Simulator> {
  const world = new SimWorld();
  const webhooks = new WebhookSender(world);
  const conversations = new SimConversations(world, webhooks);
  const parts: SimParts = {
    world,
    webhooks,
    conversations,
    sending: new SimSending(world, conversations),
    templates: new SimTemplates(world, webhooks),
    media: new SimMediaStore(world),
  };
  const server = fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  acceptEveryBody(server);
  server.addHook('onResponse', async ({ method }) => {
    if (method !== 'GET') world.revision += 1;
  });
  registerGraphRoutes(server, parts);
  registerControlRoutes(server, parts);
  servePage(server);
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

/** JSON and forms are parsed; files stay bytes; an empty body is none. */
function acceptEveryBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const type = request.headers['content-type'] ?? '';
    const bytes = body as Buffer;
    if (type.startsWith('application/json') && bytes.length > 0) {
      try {
        done(null, JSON.parse(bytes.toString('utf8')));
      } catch (error) {
        done(error as Error);
      }
    } else if (type.startsWith('application/x-www-form-urlencoded')) {
      done(null, Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))));
    } else done(null, bytes);
  });
}

function servePage(server: FastifyInstance): void {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, 'page', name), 'utf8');
  server.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(read('index.html')));
  server.get('/page.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(read('page.js')));
  server.get('/page.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(read('page.css')));
}
