import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AttachedFile, CustomerChoices, SimCustomer } from '../control-api.js';
import type { SimParts } from '../parts.js';
import {
  bodyOf,
  ControlError,
  found,
  oneOf,
  optionalFlagIn,
  optionalNumberIn,
  optionalTextIn,
  paramOf,
  textIn,
  type Body,
} from './control-input.js';
import { phoneFinder } from './find-phone.js';

/** A pixel, for customers who send a picture. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const MAX_FILE_BYTES = 100 * 1024 * 1024;
const PHONE_NUMBER = /^\d{7,15}$/;
/** What a file brings along is never run, wherever it is opened. */
const NOTHING_RUNS = "default-src 'none'; sandbox";

/** What customers are and do: they come, write, read, choose; also what the business does on its own phone. */
export function registerCustomerControlRoutes(server: FastifyInstance, parts: SimParts): void {
  const { world, conversations, phoneApp, media } = parts;
  const findPhone = phoneFinder(world);
  const findCustomer = (from: string): SimCustomer =>
    world.customerByUserId(from) ?? world.ensureCustomer(phoneNumberOf(from));

  /** A new customer, or the one who has this number: see NewCustomer. */
  server.post('/sim/customers', async (request): Promise<SimCustomer> => {
    const body = bodyOf(request);
    const userId = optionalTextIn(body, 'userId');
    if (userId !== undefined && world.customerByUserId(userId) !== undefined)
      throw new ControlError(400, 'userId: there is a customer with it already.');
    const customer = world.addCustomer({
      name: optionalTextIn(body, 'name') ?? 'Customer',
      phone: body.phone === null ? null : phoneIn(body),
      ...{ userId, username: optionalTextIn(body, 'username') },
    });
    return Object.assign(customer, choicesIn(body));
  });

  /** What a customer chooses: see CustomerChoices. */
  server.post('/sim/customers/:userId', async (request): Promise<SimCustomer> => {
    const body = bodyOf(request);
    const customer = found(world.customerByUserId(paramOf(request, 'userId')), 'customer');
    const { refusesMarketing, ...choices } = choicesIn(body);
    Object.assign(customer, choices);
    if (refusesMarketing !== undefined && refusesMarketing !== (customer.refusesMarketing ?? false))
      conversations.chooseMarketing(findPhone(body.phoneId), customer, refusesMarketing);
    return customer;
  });

  /** A customer writes: see InboundMessage. */
  server.post('/sim/inbound', async (request): Promise<{ wamid: string }> => {
    const body = bodyOf(request);
    const phone = findPhone(body.phoneId);
    const customer = findCustomer(textIn(body, 'from'));
    const type = optionalTextIn(body, 'type') ?? 'text';
    const content =
      (body.content as Body | undefined) ?? contentOf(type, body, () => attach(phone.id, 'image/png', PICTURE));
    return { wamid: conversations.write(phone, customer, type, content, body.extra as Body | undefined) };
  });

  /** The business writes on its own phone: `{ to, text }`. */
  server.post('/sim/echo', async (request): Promise<{ wamid: string }> => {
    const body = bodyOf(request);
    const customer = findCustomer(textIn(body, 'to'));
    return { wamid: conversations.echo(findPhone(body.phoneId), customer, 'text', { body: textIn(body, 'text') }) };
  });

  /** The phone's app hands over its history, whether it was asked to or not: `{ phoneId, errorCode }`. */
  server.post('/sim/history', async (request) => {
    const body = bodyOf(request);
    phoneApp.sendHistory(findPhone(body.phoneId), optionalNumberIn(body, 'errorCode', 1) ?? null);
    return { ok: true };
  });

  /** The phone's app hands over its contacts: `{ phoneId, action: 'add' | 'remove' }`; added unless said. */
  server.post('/sim/contacts', async (request) => {
    const body = bodyOf(request);
    const action = body.action === undefined ? 'add' : oneOf(body, 'action', ['add', 'remove']);
    phoneApp.sendContacts(findPhone(body.phoneId), action);
    return { ok: true };
  });

  /** The customer opens the chat: `{ from, phoneId }`. */
  server.post('/sim/read', async (request) => {
    const body = bodyOf(request);
    conversations.read(findPhone(body.phoneId), findCustomer(textIn(body, 'from')));
    return { ok: true };
  });

  /** Any status of any message: `{ wamid, status, code }`. */
  server.post('/sim/status', async (request) => {
    const body = bodyOf(request);
    const message = found(world.message(textIn(body, 'wamid')), 'message');
    conversations.reportStatus(
      message,
      textIn(body, 'status'),
      body.code === undefined ? undefined : Number(body.code),
    );
    return { ok: true };
  });

  /** A file that a customer attaches: see AttachedFile. */
  server.post('/sim/media', { bodyLimit: MAX_FILE_BYTES }, async (request): Promise<AttachedFile> => {
    const { type, name, phoneId } = request.query as Record<string, string | undefined>;
    if (!Buffer.isBuffer(request.body) || request.body.length === 0)
      throw new ControlError(400, 'Send the bytes of the file, as application/octet-stream.');
    if (type === undefined || !/^\w+\/[\w.+-]+/.test(type))
      throw new ControlError(400, 'type must be a media type, such as image/png.');
    const file = attach(findPhone(phoneId).id, type, request.body);
    return name === undefined ? file : { ...file, filename: name };
  });

  /** A file as the customer opens it, whoever sent it. */
  server.get('/sim/media/:id', async (request, reply): Promise<FastifyReply> => {
    const { mimeType, bytes } = found(world.media.get(paramOf(request, 'id')), 'file');
    const isShown = /^(image|video|audio)\//.test(mimeType);
    void reply
      .type(mimeType)
      .header('content-security-policy', NOTHING_RUNS)
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', isShown ? 'inline' : 'attachment')
      .header('cache-control', 'private, max-age=3600');
    return reply.send(bytes);
  });

  function attach(phoneId: string, mimeType: string, bytes: Buffer): AttachedFile {
    const { id } = media.attach(phoneId, mimeType, bytes);
    return { id, mime_type: mimeType, sha256: createHash('sha256').update(bytes).digest('base64') };
  }
}

function contentOf(type: string, body: Body, picture: () => AttachedFile): Body {
  if (type === 'text') return { body: textIn(body, 'text') };
  if (type === 'image') return { ...picture() };
  if (type === 'unsupported') return {};
  throw new ControlError(400, `content is required: what Meta puts under "${type}".`);
}

function choicesIn(body: Body): CustomerChoices {
  const choices = {
    name: optionalTextIn(body, 'name'),
    isOnWhatsApp: optionalFlagIn(body, 'isOnWhatsApp'),
    hasReadReceipts: optionalFlagIn(body, 'hasReadReceipts'),
    hasBlocked: optionalFlagIn(body, 'hasBlocked'),
    refusesMarketing: optionalFlagIn(body, 'refusesMarketing'),
  };
  return Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice !== undefined));
}

function phoneIn(body: Body): string | undefined {
  const phone = optionalTextIn(body, 'phone');
  return phone === undefined ? undefined : phoneNumberOf(phone);
}

/** As WhatsApp writes it: digits alone. */
function phoneNumberOf(text: string): string {
  const digits = text.replace(/[\s()+.-]/g, '');
  if (!PHONE_NUMBER.test(digits)) throw new ControlError(400, `"${text}" is no phone number: 7 to 15 digits.`);
  return digits;
}
