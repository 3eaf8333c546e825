import { randomBytes } from 'node:crypto';
import { DEMO } from '../../../src/simulator/demo-world.js';
import { metaJson, metaSignature } from '../../../src/simulator/webhook-sender.js';

/** An inbound text as Meta sends it. */
export function textMessage(text: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    from: '16505551234',
    id: `wamid.${randomBytes(16).toString('base64')}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body: text },
    ...changes,
  };
}

export function status(wamid: string, name: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: wamid,
    status: name,
    timestamp: String(Math.floor(Date.now() / 1000)),
    recipient_id: '16505551234',
    ...changes,
  };
}

export interface ValueParts {
  messages?: unknown[];
  statuses?: unknown[];
  contacts?: unknown[];
  [key: string]: unknown;
}

/** The whole webhook around messages and statuses. */
export function webhook(value: ValueParts, accountId: string = DEMO.whatsappAccountId): object {
  const contacts =
    value.messages === undefined ? {} : { contacts: [{ profile: { name: 'Zoë 🌵 محمد' }, wa_id: '16505551234' }] };
  const metadata = { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId };
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: accountId,
        changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...contacts, ...value } }],
      },
    ],
  };
}

/** Posts a webhook, signed as Meta signs. */
export async function post(url: string, payload: object | string, secret: string = DEMO.appSecret): Promise<Response> {
  const body = typeof payload === 'string' ? payload : metaJson(payload);
  return postRaw(url, body, { 'x-hub-signature-256': metaSignature(body, secret) });
}

export async function postRaw(
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body as string,
  });
}
