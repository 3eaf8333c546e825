import { DEMO } from '../src/simulator/world/demo-world.js';
import type { BenchServer } from './environment.js';

const CHATS = 40;
const REPLY_EVERY_MS = 50;

type Answer = Record<string, Record<string, unknown>>;

/** What is needed to send: an approved template, so many numbers that may send 1,000 a second, and chats with the first. */
export async function prepareSending(
  server: BenchServer,
  numbers: number,
): Promise<{ templateId: string; chats: string[]; numberIds: string[] }> {
  const { world, conversations } = server.simulator;
  Object.assign(world.settings, { sentAfterMs: null, deliveredAfterMs: null, latencyMs: 0, enforceRateLimits: true });
  const phone = world.phones.get(DEMO.phoneNumberId);
  if (phone === undefined) throw new Error('The demo has no phone.');
  phone.throughput = 'HIGH';
  for (let index = 1; index < numbers; index += 1) {
    const id = String(Number(DEMO.phoneNumberId) + index);
    world.phones.set(id, { ...phone, id, displayPhoneNumber: `+1 555-078-388${1 + index}` });
  }
  const { accountId } = server;
  await ask(server, 'mutation ($id: ID!) { subscribeWebhooks(input: { accountId: $id }) { errors { message } } }', {
    id: accountId,
  });
  await ask(server, 'mutation ($id: ID!) { testConnection(input: { accountId: $id }) { errors { message } } }', {
    id: accountId,
  });
  const templateId = await approvedTemplate(server);
  for (let index = 0; index < CHATS; index += 1) {
    const customer = world.ensureCustomer(`16509${String(100_000 + index)}`, `Customer ${index}`);
    conversations.write(phone, customer, 'text', { body: 'Hello' });
  }
  const chats = await openChats(server);
  const { account } = await ask(server, 'query ($id: ID!) { account(id: $id) { phoneNumbers { id } } }', {
    id: accountId,
  });
  const numberIds = (account as { phoneNumbers: { id: string }[] }).phoneNumbers.map(({ id }) => id);
  return { templateId, chats, numberIds };
}

/** Milliseconds from asking for each answer until the simulated Meta has taken it. */
export async function replyWhile(
  server: BenchServer,
  chats: string[],
  isRunning: () => Promise<boolean>,
): Promise<number[]> {
  const begun = new Map<string, number>();
  const sending: Promise<unknown>[] = [];
  for (let index = 0; index % 10 !== 0 || (await isRunning()); index += 1) {
    const body = `Answer ${index}`;
    begun.set(body, server.simulator.world.now());
    const input = {
      idempotencyKey: `answer-${index}`,
      conversationId: chats[index % chats.length],
      content: { text: { body } },
    };
    const query =
      'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { message } } }';
    sending.push(ask(server, query, { input }));
    await new Promise((resolve) => setTimeout(resolve, REPLY_EVERY_MS));
  }
  await Promise.all(sending);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const taken = new Map(server.simulator.world.messages.map(({ text, at }) => [text, at]));
  return [...begun].flatMap(([body, at]) => (taken.has(body) ? [(taken.get(body) ?? 0) - at] : []));
}

async function approvedTemplate(server: BenchServer): Promise<string> {
  const draft = {
    accountId: server.accountId,
    displayName: 'Moved',
    language: 'en_US',
    category: 'UTILITY',
    body: 'We have moved to a new place, and look forward to seeing you there.',
  };
  const made = await ask(
    server,
    'mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id } errors { message } } }',
    { draft },
  );
  const { id } = (made.createTemplate as { template: { id: string } }).template;
  await ask(server, 'mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { message } } }', {
    id,
  });
  const { templates, world } = server.simulator;
  for (const template of world.templates.values()) templates.decide(template, 'APPROVED');
  await until(async () => {
    const { template } = await ask(server, 'query ($id: ID!) { template(id: $id) { status } }', { id });
    return (template as { status: string }).status === 'APPROVED';
  });
  return id;
}

async function openChats(server: BenchServer): Promise<string[]> {
  let ids: string[] = [];
  await until(async () => {
    const answer = await ask(server, `{ conversations(first: ${CHATS}) { nodes { id } } }`, {});
    ids = (answer.conversations as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    return ids.length === CHATS;
  });
  return ids;
}

export async function until(condition: () => Promise<boolean>, looks = 400): Promise<void> {
  for (let wait = 0; wait < looks; wait += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come about.');
}

export async function ask(server: BenchServer, query: string, variables: object): Promise<Answer> {
  return server.graphql(query, variables);
}

export function busiestSecond(times: number[]): number {
  let most = 0;
  let first = 0;
  times.forEach((time, index) => {
    while ((times[first] ?? time) <= time - 1_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
