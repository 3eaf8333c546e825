import { startServer } from './environment.js';
import type { Row } from './report.js';
import { ask, busiestSecond, prepareSending, quantile, replyWhile } from './sending-setup.js';

const RECIPIENTS = Number(process.env.BENCH_RECIPIENTS ?? 10_000);
const LATENCY_MS = 100;
const PER_SECOND = 1_000;
/** Of Meta's ceiling. */
const TARGET_PER_SECOND = 980;

/**
 * A broadcast to 10,000 through a number that may send 1,000 a second, while operators answer. Meta answers after 100 ms
 * and refuses what is too fast. Statuses are left out: they are measured under processing.
 */
export async function measureSending(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  const { world } = server.simulator;
  const { templateId, chats } = await prepareSending(server, 1);
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
      target: `>= ${TARGET_PER_SECOND}/s, nothing refused, lost or doubled`,
      isMet:
        perSecond >= TARGET_PER_SECOND && refused === 0 && counts.sent === RECIPIENTS && times.length === RECIPIENTS,
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
