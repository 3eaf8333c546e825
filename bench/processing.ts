import { startServer, type BenchServer } from './environment.js';
import { postEach } from './load.js';
import { inboundText, status, type SignedBody } from './payloads.js';
import type { Row } from './report.js';

const MESSAGES = 12_000;
const STATUSES = 24_000;
const SENT_MESSAGES = 8_000;
/** Posted a little faster than the target, so that the drain at the end is not counted against it. */
const OVERLOAD = 1.2;

interface Outcome {
  perSecond: number;
  largestBacklog: number;
  seconds: number;
}

/** Full processing: from the POST to the stored message with window and event, and to the applied status. */
export async function measureProcessing(databaseUrl: string | null): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  const inbound = await run(
    server,
    Array.from({ length: MESSAGES }, () => inboundText(800)),
    1_000,
  );
  const wamids = await prepareSentMessages(server);
  const bodies = Array.from({ length: STATUSES }, (_, index) => {
    const step = ['sent', 'delivered', 'read'][Math.floor(index / SENT_MESSAGES)] ?? 'read';
    return status(wamids[index % wamids.length] ?? '', step);
  });
  const statuses = await run(server, bodies, 3_300);
  const events = await server.graphql('{ webhookDeliveries(first: 1, state: [FAILED]) { nodes { id } } }');
  const failed = (events as unknown as { webhookDeliveries: { nodes: unknown[] } }).webhookDeliveries.nodes.length;
  await server.stop();
  return [
    row('processing, inbound messages', inbound, 1_000, failed),
    row('processing, statuses', statuses, 3_300, failed),
  ];
}

/** Posts at the target's rate; sustained means that the backlog is gone soon after the last POST. */
async function run(server: BenchServer, bodies: SignedBody[], rate: number): Promise<Outcome> {
  const begin = performance.now();
  let largestBacklog = 0;
  let isPosting = true;
  const watching = (async () => {
    while (isPosting) {
      largestBacklog = Math.max(largestBacklog, await backlog(server));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  await postEach(`${server.url}/webhooks/whatsapp`, bodies, 64, rate * OVERLOAD);
  isPosting = false;
  await watching;
  while ((await backlog(server)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - begin) / 1000;
  return { perSecond: Math.round(bodies.length / seconds), largestBacklog, seconds };
}

async function backlog(server: BenchServer): Promise<number> {
  if (server.query === null) {
    const answer = await server.graphql('{ webhookDeliveries(first: 100, state: [RECEIVED]) { nodes { id } } }');
    return (answer as unknown as { webhookDeliveries: { nodes: unknown[] } }).webhookDeliveries.nodes.length;
  }
  const [row] = await server.query(`SELECT count(*) AS count FROM webhook_deliveries WHERE state = 'RECEIVED'`);
  return Number(row?.count);
}

/** Messages that were sent, as if a worker had: statuses need something to speak of. */
async function prepareSentMessages(server: BenchServer): Promise<string[]> {
  const wamids = Array.from({ length: SENT_MESSAGES }, (_, index) => `wamid.BENCH${String(index).padStart(12, '0')}`);
  await server.query?.(
    `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, text, whatsapp_id, accepted_at, occurred_at)
     SELECT gen_random_uuid(), account_id, business_phone_number_id, id, 'OUTBOUND', 'SENT', 'TEXT', '{"body":"Hello"}', 'Hello',
            'wamid.BENCH' || lpad((row_number() OVER () - 1)::text, 12, '0'), now(), now()
       FROM (SELECT conversations.* FROM conversations, generate_series(1, 20) ORDER BY conversations.id LIMIT ${SENT_MESSAGES}) AS chosen`,
  );
  await server.query?.('ANALYZE');
  return wamids;
}

function row(name: string, outcome: Outcome, target: number, failed: number): Row {
  return {
    name,
    baseline: `${target}/s (Meta's sizing)`,
    measured: `${outcome.perSecond}/s over ${outcome.seconds.toFixed(1)} s, largest backlog ${outcome.largestBacklog}, failed ${failed}`,
    ratio: outcome.perSecond / target,
    target: `>= ${target}/s sustained, backlog bounded`,
    isMet: outcome.perSecond >= target && failed === 0,
  };
}
