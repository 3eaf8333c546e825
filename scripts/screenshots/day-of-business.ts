import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { DemoOffice } from './demo-office.js';

const HOUR_MS = 3_600_000;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** Whose conversation is shown. */
export const CUSTOMER = { phone: '16505551234', name: 'Zoë Nelson' };
/** Who wrote more than a day ago. */
export const CLOSED_CUSTOMER = { phone: '447700900123', name: 'Oliver Grant' };
/** Who else wrote: 555 numbers and such that nobody has. */
const OTHERS = [
  { phone: '33612345678', name: 'Camille Laurent', text: 'Bonjour ! Avez-vous encore des oliviers ?' },
  { phone: '12125550147', name: 'Amara Okafor', text: 'Is the shop open on Saturday?' },
  { phone: '12125550173', name: 'Daniel Kim', text: 'Thanks, it arrived this morning 🌿' },
  { phone: '34600000123', name: 'Lucía Fernández', text: '¿Puedo cambiar la maceta?' },
  { phone: '966500000123', name: 'ليلى حسن', text: 'هل يمكن التوصيل اليوم؟' },
  { phone: '393399957123', name: 'Giulia Rossi', text: 'Perfetto, grazie!' },
];

export interface Business {
  accountId: string;
  /** A draft, and what it is called. */
  templateId: string;
  templateName: string;
  broadcastId: string;
}

/** A day of the demo's shop: customers write, some are answered, one waits since yesterday, and a template goes to some of them. */
export async function aDayOfBusiness(office: DemoOffice): Promise<Business> {
  await writes(office, CLOSED_CUSTOMER, 'Could you send me the invoice for my last order?', -26 * HOUR_MS);
  for (const other of OTHERS) await writes(office, other, other.text);
  const conversationId = await conversationWith(office, CUSTOMER.name);
  await answer(office, conversationId, {
    text: {
      body: 'Hello Zoë! Yes, *three* of them came in this morning. Here they are: https://luckygarden.example/aloe',
    },
  });
  await office.ask(
    'mutation ($input: AddNoteInput!) { addNote(input: $input) { errors { message } } }',
    { input: { conversationId, body: 'Regular customer, likes to pay on collection', idempotencyKey: randomUUID() } },
    office.operator,
  );
  await writes(office, CUSTOMER, 'Wonderful. Could you put one aside for me until Friday?');
  const question = await lastInbound(office, conversationId);
  await answer(office, conversationId, { text: { body: 'Of course, it waits for you.' } }, question);
  await office.atMeta('read', { from: CUSTOMER.phone });
  return { ...(await aBroadcast(office)), ...(await accountAndDraft(office)) };
}

async function writes(
  office: DemoOffice,
  { phone, name }: typeof CUSTOMER,
  text: string,
  advanceMs = 0,
): Promise<void> {
  await office.atMeta('customers', { phone, name });
  if (advanceMs !== 0) await office.atMeta('clock', { advanceMs });
  await office.atMeta('inbound', { from: phone, text });
  if (advanceMs !== 0) await office.atMeta('clock', { advanceMs: -advanceMs });
  await conversationWith(office, name);
}

async function conversationWith(office: DemoOffice, name: string): Promise<string> {
  return until(async () => {
    const { conversations } = await office.ask<{ conversations: { nodes: { id: string }[] } }>(
      'query ($name: String!) { conversations(first: 1, filter: { search: $name }) { nodes { id } } }',
      { name },
    );
    return conversations.nodes[0]?.id;
  });
}

async function lastInbound(office: DemoOffice, id: string): Promise<string> {
  return until(async () => {
    const { conversation } = await office.ask<{
      conversation: { messages: { nodes: { id: string; direction: string; text: string }[] } };
    }>('query ($id: ID!) { conversation(id: $id) { messages(first: 5) { nodes { id direction text } } } }', { id });
    return conversation.messages.nodes.find(({ text }) => text.startsWith('Wonderful'))?.id;
  });
}

async function answer(office: DemoOffice, conversationId: string, content: object, replyToId?: string): Promise<void> {
  const { sendMessage } = await office.ask<{ sendMessage: { errors: { message: string }[] } }>(
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { errors { message } } }',
    { input: { conversationId, content, replyToId, idempotencyKey: randomUUID() } },
    office.operator,
  );
  if (sendMessage.errors.length > 0) throw new Error(JSON.stringify(sendMessage.errors));
}

const externalIdOf = (index: number): string => `C-${index + 10}`;

function orderOf({ phone }: (typeof OTHERS)[number], index: number): object {
  const total = { amount: `${(index + 2) * 9}.90`, currency: 'EUR' };
  return { phoneNumber: `+${phone}`, record: { number: String(860_199 + index), total, contact: externalIdOf(index) } };
}

/** The customers among the business's own records, from which the template takes their names. */
async function keepOthers(office: DemoOffice): Promise<void> {
  const { dataModels } = await office.ask<{ dataModels: { id: string; key: string }[] }>('{ dataModels { id key } }');
  const modelId = dataModels.find(({ key }) => key === 'contact')?.id;
  const records = OTHERS.map(({ phone, name }, index) => ({
    externalId: externalIdOf(index),
    values: { name, phone: `+${phone}` },
  }));
  await office.ask('mutation ($input: UpsertRecordsInput!) { upsertRecords(input: $input) { errors { message } } }', {
    input: { modelId, records },
  });
}

async function aBroadcast(office: DemoOffice): Promise<{ broadcastId: string }> {
  await keepOthers(office);
  const { id: templateId } = await templateCalled(office, 'Order confirmation', 'APPROVED');
  const { startBroadcast } = await office.ask<{
    startBroadcast: { broadcast: { id: string } | null; errors: unknown[] };
  }>(
    'mutation ($input: StartBroadcastInput!) { startBroadcast(input: $input) { broadcast { id } errors { message } } }',
    { input: { templateId, recipients: OTHERS.map(orderOf), idempotencyKey: randomUUID() } },
  );
  const id = startBroadcast.broadcast?.id;
  if (id === undefined) throw new Error(JSON.stringify(startBroadcast.errors));
  return until(async () => {
    const { broadcast } = await office.ask<{ broadcast: { status: string } }>(
      'query ($id: ID!) { broadcast(id: $id) { status } }',
      { id },
    );
    return broadcast.status === 'FINISHED' ? { broadcastId: id } : undefined;
  });
}

async function accountAndDraft(office: DemoOffice): Promise<Omit<Business, 'broadcastId'>> {
  const { accounts } = await office.ask<{ accounts: { id: string }[] }>('{ accounts { id } }');
  const { id, displayName } = await templateCalled(office, '', 'DRAFT');
  return { accountId: accounts[0]?.id ?? '', templateId: id, templateName: displayName };
}

interface NamedTemplate {
  id: string;
  displayName: string;
  status: string;
}

async function templateCalled(office: DemoOffice, name: string, status: string): Promise<NamedTemplate> {
  const { templates } = await office.ask<{ templates: { nodes: NamedTemplate[] } }>(
    '{ templates(first: 50) { nodes { id displayName status } } }',
  );
  const found = templates.nodes.find((one) => one.status === status && one.displayName.startsWith(name));
  if (found === undefined) throw new Error(`The demo has no template ${name} that is ${status}.`);
  return found;
}

/** What `look` finds, as soon as it does. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('What a picture shows did not come about.');
    await setTimeout(LOOK_EVERY_MS);
  }
}
