import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { switchAllOff } from '../faults/fault-switches.js';
import type { SimParts } from '../parts.js';
import { stateOf } from '../world/state.js';
import { DEFAULT_SETTINGS } from '../world/world.js';
import { bodyOf, ControlError } from './control-input.js';
import { registerCustomerControlRoutes } from './customer-control.routes.js';
import { registerFaultControlRoutes } from './fault-control.routes.js';
import { registerNumberControlRoutes } from './number-control.routes.js';
import { registerTemplateControlRoutes } from './template-control.routes.js';
import { registerWebhookControlRoutes } from './webhook-control.routes.js';

/** What changes at the same moment is told once. */
const TOLD_AFTER_MS = 40;
const HEARTBEAT_MS = 15_000;

/** `/sim`: makes customers write, reviewers decide and things go wrong. Not part of Meta. In types: control-api.ts. */
export function registerControlRoutes(server: FastifyInstance, parts: SimParts): void {
  const { world } = parts;
  server.setErrorHandler(async (error, _request, reply) => {
    const { statusCode = 500, message } = error as Partial<ControlError>;
    return reply.code(statusCode).send({ error: message });
  });
  server.addHook('onResponse', async ({ method }) => {
    if (method !== 'GET') world.touch();
  });
  registerCustomerControlRoutes(server, parts);
  registerNumberControlRoutes(server, parts);
  registerTemplateControlRoutes(server, parts);
  registerFaultControlRoutes(server, parts);
  registerWebhookControlRoutes(server, parts);

  server.get('/sim/state', async () => stateOf(parts));

  /** Server-sent events: `changed` whenever the state may be another, `still` every 15 seconds. */
  server.get('/sim/events', async (_request, reply): Promise<FastifyReply> => {
    const stream = new PassThrough();
    let timer: NodeJS.Timeout | undefined;
    const tell = (): void => {
      timer = undefined;
      stream.write(`event: changed\ndata: ${world.revision}\n\n`);
    };
    const stopFollowing = world.follow(() => (timer ??= setTimeout(tell, TOLD_AFTER_MS)));
    const heartbeat = setInterval(() => stream.write('event: still\ndata:\n\n'), HEARTBEAT_MS);
    reply.raw.on('close', () => {
      stopFollowing();
      clearTimeout(timer);
      clearInterval(heartbeat);
      stream.destroy();
    });
    tell();
    return reply.type('text/event-stream').header('cache-control', 'no-store').send(stream);
  });

  server.get('/sim/requests', async () => world.requests);
  server.get('/sim/transcript', async () => world.messages);

  server.post('/sim/clock', async (request) => {
    const { advanceMs } = bodyOf(request);
    if (typeof advanceMs !== 'number') throw new ControlError(400, 'advanceMs must be a number.');
    world.advance(advanceMs);
    return { now: world.now() };
  });

  /** Forgets messages, requests, webhooks and faults; accounts, tokens, templates and customers stay. */
  server.post('/sim/reset', async () => {
    world.forgetMessages();
    world.requests.length = 0;
    parts.webhooks.log.clear();
    switchAllOff(world);
    world.settings = { ...DEFAULT_SETTINGS };
    return { ok: true };
  });
}
