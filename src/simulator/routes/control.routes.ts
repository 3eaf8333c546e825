import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { channel } from '../messages/conversations.js';
import type { SimParts } from '../parts.js';
import { registerTemplateControlRoutes } from './template-control.routes.js';
import {
  DEFAULT_SETTINGS,
  type PlannedError,
  type SimCustomer,
  type SimPhone,
  type SimSettings,
  type SimToken,
} from '../world.js';

type Body = Record<string, unknown>;

/** A pixel, for customers who send a picture. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** `/sim`: makes customers write, reviewers decide and things go wrong. Not part of Meta. */
export function registerControlRoutes(server: FastifyInstance, parts: SimParts): void {
  const { world, webhooks, conversations, media } = parts;
  registerTemplateControlRoutes(server, parts);

  server.get('/sim/state', async () => ({
    now: world.now(),
    settings: world.settings,
    phones: [...world.phones.values()],
    customers: world.customers,
    messages: world.messages.slice(-500),
    templates: [...world.templates.values()],
    apps: [...world.apps.values()].map(({ secret: _secret, ...app }) => app),
    wabas: [...world.wabas.values()].map((waba) => ({ ...waba, subscribedAppIds: [...waba.subscribedAppIds] })),
    webhooks: webhooks.log.slice(-50),
  }));

  server.get('/sim/requests', async () => world.requests);
  server.get('/sim/transcript', async () => world.messages);

  server.post('/sim/customers', async (request) => {
    const { name, phone, username, userId, ...rest } = request.body as Body;
    const customer = world.ensureCustomer(
      String(phone ?? `1650555${String(world.customers.length).padStart(4, '0')}`),
      String(name ?? 'Customer'),
    );
    Object.assign(customer, rest, {
      ...(typeof username === 'string' ? { username } : {}),
      ...(typeof userId === 'string' ? { userId } : {}),
      ...(phone === null ? { waId: null } : {}),
    });
    return customer;
  });

  /** A customer writes: `{ from, text }`, or `{ from, type, content, extra }` for any kind of message. */
  server.post('/sim/inbound', async (request, reply) => {
    const { from, phoneId, type = 'text', text, content, extra } = request.body as Body;
    const phone = findPhone(phoneId);
    if (phone === undefined) return refuse(reply, 'There is no such phone number.');
    const customer = findCustomer(String(from));
    const body = (content as Body | undefined) ?? (type === 'image' ? picture(phone) : { body: String(text ?? '') });
    return { wamid: conversations.write(phone, customer, String(type), body, extra as Body | undefined) };
  });

  /** The business writes on its own phone: `{ to, text }`. */
  server.post('/sim/echo', async (request, reply) => {
    const { to, phoneId, text } = request.body as Body;
    const phone = findPhone(phoneId);
    if (phone === undefined) return refuse(reply, 'There is no such phone number.');
    return { wamid: conversations.echo(phone, findCustomer(String(to)), 'text', { body: String(text ?? '') }) };
  });

  /** Any value of any field, as it is: `{ field, value, phoneId }`. */
  server.post('/sim/webhook', async (request, reply) => {
    const { field, value, phoneId } = request.body as Body;
    const phone = findPhone(phoneId);
    if (phone === undefined) return refuse(reply, 'There is no such phone number.');
    webhooks.send(phone.wabaId, [{ field: String(field), value: { ...channel(phone), ...(value as Body) } }], phone.id);
    return { ok: true };
  });

  /** The customer opens the chat. */
  server.post('/sim/read', async (request, reply) => {
    const { from, phoneId } = request.body as Body;
    const phone = findPhone(phoneId);
    if (phone === undefined) return refuse(reply, 'There is no such phone number.');
    conversations.read(phone, findCustomer(String(from)));
    return { ok: true };
  });

  /** Any status of any message: `{ wamid, status, code }`. */
  server.post('/sim/status', async (request, reply) => {
    const { wamid, status, code } = request.body as Body;
    const message = world.message(String(wamid));
    if (message === undefined) return refuse(reply, 'There is no such message.');
    conversations.reportStatus(message, String(status), code === undefined ? undefined : Number(code));
    return { ok: true };
  });

  server.post(
    '/sim/settings',
    async (request) => (world.settings = { ...world.settings, ...(request.body as Partial<SimSettings>) }),
  );

  /** The next calls fail: `{ path, times, kind, code, subcode }`. */
  server.post('/sim/errors', async (request) => {
    const planned: PlannedError = {
      path: '',
      times: 1,
      kind: 'CODE',
      code: 131000,
      ...(request.body as Partial<PlannedError>),
    };
    world.plannedErrors.push(planned);
    return planned;
  });

  /** Changes a token, an app, an account or a number: `{ kind, id, changes }`. This is how a connection breaks. */
  server.post('/sim/change', async (request, reply) => {
    const { kind, id, changes } = request.body as {
      kind: 'token' | 'app' | 'waba' | 'phone';
      id: string;
      changes: Body;
    };
    const target = { token: world.tokens, app: world.apps, waba: world.wabas, phone: world.phones }[kind]?.get(id);
    if (target === undefined) return refuse(reply, `There is no such ${kind}.`);
    if (Array.isArray(changes.subscribedAppIds)) changes.subscribedAppIds = new Set(changes.subscribedAppIds);
    Object.assign(target, changes);
    return { ok: true };
  });

  server.post('/sim/tokens', async (request) => {
    const token = request.body as SimToken;
    world.tokens.set(token.value, token);
    return { ok: true };
  });

  server.post('/sim/clock', async (request) => {
    world.advance(Number((request.body as Body).advanceMs));
    return { now: world.now() };
  });

  /** Forgets messages, requests and faults; accounts, tokens and customers stay. */
  server.post('/sim/reset', async () => {
    world.messages.length = 0;
    world.requests.length = 0;
    world.plannedErrors.length = 0;
    world.settings = { ...DEFAULT_SETTINGS };
    return { ok: true };
  });

  function findPhone(id: unknown): SimPhone | undefined {
    return id === undefined ? [...world.phones.values()][0] : world.phones.get(String(id));
  }

  function findCustomer(from: string): SimCustomer {
    return world.customerByUserId(from) ?? world.ensureCustomer(from);
  }

  function picture(phone: SimPhone): Body {
    const { id, mimeType, bytes } = media.add(phone.id, 'image/png', PICTURE);
    return { id, mime_type: mimeType, sha256: createHash('sha256').update(bytes).digest('base64') };
  }
}

function refuse(reply: FastifyReply, error: string): FastifyReply {
  return reply.code(404).send({ error });
}
