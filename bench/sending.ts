import { DEMO } from '../src/simulator/demo-world.js';
import { startServer, type BenchServer } from './environment.js';
import type { Row } from './report.js';

const RECIPIENTS = 10_000;
const LATENCY_MS = 100;
const PER_SECOND = 1_000;
const CHATS = 40;
const REPLY_EVERY_MS = 50;

type Answer = Record<string, Record<string, unknown>>;

/**
 * A broadcast to 10,000 through a number that may send 1,000 a second, while operators answer. Meta answers after 100 ms
 * and refuses what is too fast. Statuses are left out: they are measured under processing.
 */
export async function measureSending(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  const { world, conversations } = server.simulator;
  Object.assign(world.settings, { sentAfterMs: null, deliveredAfterMs: null, latencyMs: 0, enforceRateLimits: true });
  const phone = world.phones.get(DEMO.phoneNumberId);
  if (phone === undefined) throw new Error('The demo has no phone.');
  phone.throughput = 'HIGH';
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
  world.settings.latencyMs = LATENCY_MS;

  const recipients = Array.from({ length: RECIPIENTS }, (_, index) => ({ phoneNumber: `+1650${7_000_000 + index}` }));
  const began = performance.now();
  const started = await ask(
    server,
    'mutation ($input: StartBroadcastInput!) { startBroadcast(input: $input) { broadcast { id } errors { message path } } }',
    { input: { idempotencyKey: 'bench', templateId, recipients } },
  );
  const acceptedMs = performance.now() - began;
  const { id } = (started.startBroadcast as { broadcast: { id: string } }).broadcast;
  const replies = await replyWhile(server, chats, async () => {
    const { broadcast } = await ask(server, 'query ($id: ID!) { broadcast(id: $id) { queued } }', { id });
    return (broadcast as { queued: number }).queued > 0;
  });
  const { broadcast } = await ask(server, 'query ($id: ID!) { broadcast(id: $id) { sent failed unconfirmed } }', {
    id,
  });
  const counts = broadcast as { sent: number; failed: number; unconfirmed: number };
  const times = world.messages
    .filter(({ direction, type }) => direction === 'OUT' && type === 'template')
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const perSecond = Math.round(times.length / seconds);
  const busiest = busiestSecond(times);
  const refused = world.requests.filter(({ path, status }) => path.endsWith('/messages') && status !== 200).length;
  const p50 = quantile(replies, 0.5);
  const p99 = quantile(replies, 0.99);
  const memory = server.memoryMb();
  await server.stop();
  return [
    {
      name: `broadcast, ${RECIPIENTS} recipients, accepted`,
      baseline: '-',
      measured: `${Math.round(acceptedMs)} ms`,
      ratio: null,
      target: '<= 3 s',
      isMet: acceptedMs <= 3_000,
    },
    {
      name: `broadcast, ${RECIPIENTS} recipients, Meta answers after ${LATENCY_MS} ms, one process`,
      baseline: `${PER_SECOND}/s (Meta's ceiling)`,
      measured: `${perSecond}/s over ${seconds.toFixed(1)} s, busiest second ${busiest}, sent ${counts.sent}, failed ${counts.failed}, unconfirmed ${counts.unconfirmed}, refused ${refused} of the last 5,000 calls, ${memory} MB`,
      ratio: perSecond / PER_SECOND,
      target: `>= ${PER_SECOND}/s, nothing lost or doubled`,
      isMet: perSecond >= PER_SECOND && counts.sent === RECIPIENTS && times.length === RECIPIENTS,
    },
    {
      name: `an operator's answer during the broadcast, from the mutation to Meta (${LATENCY_MS} ms of it Meta's)`,
      baseline: '-',
      measured: `p50 ${p50} ms, p99 ${p99} ms, ${replies.length} answers`,
      ratio: null,
      target: '-',
      isMet: replies.length > 0,
    },
  ];
}

/** Milliseconds from asking for each answer until the simulated Meta has taken it. */
async function replyWhile(server: BenchServer, chats: string[], isRunning: () => Promise<boolean>): Promise<number[]> {
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

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 400; wait += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come about.');
}

async function ask(server: BenchServer, query: string, variables: object): Promise<Answer> {
  return server.graphql(query, variables);
}

function busiestSecond(times: number[]): number {
  let most = 0;
  let first = 0;
  times.forEach((time, index) => {
    while ((times[first] ?? time) <= time - 1_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
