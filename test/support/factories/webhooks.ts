import { randomBytes } from 'node:crypto';
import { DEMO } from '../../../src/simulator/world/demo-world.js';

/** A part of a webhook, under Meta's names. */
export type MetaObject = Record<string, unknown>;

export interface Webhook {
  object: string;
  entry: { id: string; time?: number; changes: { field: string; value: object }[] }[];
}

const CUSTOMER = '16505551234';

/** A message of a customer as Meta tells it: whatever kind `changes` says. */
export function aMessage(changes: MetaObject = {}): MetaObject {
  return { from: CUSTOMER, id: aWamid(), timestamp: seconds(), ...changes };
}

export function aTextMessage(text: string, changes: MetaObject = {}): MetaObject {
  return aMessage({ type: 'text', text: { body: text }, ...changes });
}

/** What became of a message that was sent: sent, delivered, read or failed. */
export function aStatus(wamid: string, status: string, changes: MetaObject = {}): MetaObject {
  return { id: wamid, status, timestamp: seconds(), recipient_id: CUSTOMER, ...changes };
}

export interface MessagesValue extends MetaObject {
  messages?: unknown[];
  statuses?: unknown[];
  contacts?: unknown[];
}

/** The whole webhook around messages and statuses; a message brings its customer's name along. */
export function aWebhook(value: MessagesValue, whatsappAccountId: string = DEMO.whatsappAccountId): Webhook {
  const contacts = [{ profile: { name: 'Zoë 🌵 محمد' }, wa_id: CUSTOMER }];
  return aFieldWebhook(
    'messages',
    {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId },
      ...(value.messages === undefined ? {} : { contacts }),
      ...value,
    },
    { id: whatsappAccountId },
  );
}

/** The webhook of any field. */
export function aFieldWebhook(field: string, value: object, entry: { id?: string; time?: number } = {}): Webhook {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: DEMO.whatsappAccountId, ...entry, changes: [{ field, value }] }],
  };
}

function aWamid(): string {
  return `wamid.${randomBytes(16).toString('base64')}`;
}

function seconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
