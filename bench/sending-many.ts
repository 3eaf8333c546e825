import { startServer, type BenchServer } from './environment.js';
import type { Row } from './report.js';
import { ask, busiestSecond, prepareSending, quantile, replyWhile, until } from './sending-setup.js';

const NUMBERS = 4;
const RECIPIENTS = Number(process.env.BENCH_RECIPIENTS ?? 10_000);
const LATENCY_MS = 100;
const TARGET_PER_SECOND = 3_000;
/** Of a list that comes in parts. */
const LISTED = Number(process.env.BENCH_LISTED ?? 100_000);
const PART = 20_000;

const START =
  'mutation ($input: StartBroadcastInput!) { startBroadcast(input: $input) { broadcast { id } errors { message path } } }';
const APPEND =
  'mutation ($input: AppendBroadcastRecipientsInput!) { appendBroadcastRecipients(input: $input) { broadcast { id } errors { message path } } }';

/** Four numbers at once, each with a broadcast, through one process. */
export async function measureFourNumbers(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  const { world } = server.simulator;
  const { templateId, numberIds } = await prepareSending(server, NUMBERS);
  world.settings.latencyMs = LATENCY_MS;
  const ids: string[] = [];
  for (const [index, phoneNumberId] of numberIds.entries()) {
    const recipients = Array.from({ length: RECIPIENTS }, (_, place) => ({
      phoneNumber: `+1650${7_000_000 + index * RECIPIENTS + place}`,
    }));
    // All begin when the last has been stored.
    const startAt = new Date(Date.now() + 30_000).toISOString();
    const input = { idempotencyKey: `four-${index}`, templateId, phoneNumberId, recipients, startAt };
    const { startBroadcast } = await ask(server, START, { input });
    ids.push((startBroadcast as { broadcast: { id: string } }).broadcast.id);
  }
  const queued = async (): Promise<number> => sumOf(server, ids, 'queued');
  await until(async () => (await queued()) === 0, 2_400);
  const sent = await sumOf(server, ids, 'sent');
  const times = world.messages
    .filter(({ direction, type }) => direction === 'OUT' && type === 'template')
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const steady = times.slice(Math.floor(times.length * 0.1), Math.floor(times.length * 0.75)); // all four are at it
  const perSecond = Math.round(steady.length / (((steady.at(-1) ?? 0) - (steady[0] ?? 0)) / 1_000));
  const refused = world.requests.filter(({ path, status }) => path.endsWith('/messages') && status !== 200).length;
  const memory = server.memoryMb();
  await server.stop();
  return [
    {
      name: `${NUMBERS} numbers at once, ${RECIPIENTS} recipients each, Meta answers after ${LATENCY_MS} ms, one process`,
      baseline: `${NUMBERS * 1_000}/s (Meta's ceiling)`,
      measured: `${perSecond}/s, busiest second ${busiestSecond(times)}, sent ${sent}, refused ${refused} of the last 5,000 calls, ${memory} MB`,
      ratio: perSecond / (NUMBERS * 1_000),
      target: `>= ${TARGET_PER_SECOND}/s, nothing refused, lost or doubled`,
      isMet:
        perSecond >= TARGET_PER_SECOND && refused === 0 && sent === ids.length * RECIPIENTS && times.length === sent,
    },
  ];
}

/** A broadcast whose list comes in parts, prepared in the background while operators answer. */
export async function measureLargeBroadcast(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  const { templateId, chats } = await prepareSending(server, 1);
  const startAt = new Date(Date.now() + 3_600_000).toISOString();
  const before = server.memoryMb();
  const began = performance.now();
  const input = { idempotencyKey: 'large', templateId, skipInvalid: true, moreRecipientsFollow: true, startAt };
  const { startBroadcast } = await ask(server, START, { input });
  const { id } = (startBroadcast as { broadcast: { id: string } }).broadcast;
  const parts: number[] = [performance.now() - began];
  let memory = before;
  for (let offset = 0; offset < LISTED; offset += PART) {
    const length = Math.min(PART, LISTED - offset);
    const recipients = Array.from({ length }, (_, place) => ({ phoneNumber: `+1650${7_000_000 + offset + place}` }));
    const partBegan = performance.now();
    await ask(server, APPEND, { input: { broadcastId: id, offset, recipients, isLast: offset + length === LISTED } });
    parts.push(performance.now() - partBegan);
    memory = Math.max(memory, server.memoryMb());
  }
  const replies = await replyWhile(server, chats, async () => {
    memory = Math.max(memory, server.memoryMb());
    const { broadcast } = await ask(server, 'query ($id: ID!) { broadcast(id: $id) { status } }', { id });
    return (broadcast as { status: string }).status === 'PREPARING';
  });
  const seconds = (performance.now() - began) / 1_000;
  const total = await sumOf(server, [id], 'total');
  await server.stop();
  const p99 = quantile(replies, 0.99);
  return [
    {
      name: `broadcast of ${LISTED} as a list in parts of ${PART}, accepted`,
      baseline: '-',
      measured: `${parts.length} calls, the longest ${Math.round(Math.max(...parts))} ms`,
      ratio: null,
      target: '<= 3 s a call',
      isMet: Math.max(...parts) <= 3_000,
    },
    {
      name: `broadcast of ${LISTED}, prepared in the background`,
      baseline: '-',
      measured: `${total} in ${seconds.toFixed(1)} s, memory ${before} MB before, ${memory} MB at most`,
      ratio: null,
      target: 'all of them',
      isMet: total === LISTED,
    },
    {
      name: "an operator's answer meanwhile, from the mutation to Meta",
      baseline: '-',
      measured: `p50 ${quantile(replies, 0.5)} ms, p99 ${p99} ms, ${replies.length} answers`,
      ratio: null,
      target: '<= 200 ms',
      isMet: p99 <= 200,
    },
  ];
}

async function sumOf(server: BenchServer, ids: readonly string[], count: 'queued' | 'sent' | 'total'): Promise<number> {
  let sum = 0;
  for (const id of ids) {
    const { broadcast } = await ask(server, `query ($id: ID!) { broadcast(id: $id) { ${count} } }`, { id });
    sum += Number((broadcast as Record<string, unknown>)[count]);
  }
  return sum;
}
