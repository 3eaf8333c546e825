import { operatorsToNotify } from './colleagues.js';
import { startServer, type BenchServer } from './environment.js';
import { postEach } from './load.js';
import { findMaximum } from './maximum.js';
import { inboundText, status, type SignedBody } from './payloads.js';
import type { BenchOptions, Row } from './report.js';
import { rounded } from './reporting/statistics.js';

const SENT_MESSAGES = 8_000;
const CUSTOMERS = 800;
const OPERATORS = 5;
const CONNECTIONS = 64;
/** A rate is sustained when, after so long, no more waits than is taken in so much time. */
const TRIAL_SECONDS = { quick: 3, whole: 6 };
const SLACK_SECONDS = 0.5;
/** The generator of load notices its end by the second. */
const TICK_SECONDS = 1.2;
const MOST_LATE = 1.1;
/** What waits after a trial that was too fast is done before the next; it ends in any case. */
const MAX_DRAIN_MS = 60_000;
const PRECISION = { quick: 0.25, whole: 0.08 };
const MAX_TRIALS = { quick: 7, whole: 12 };
const START = { PostgreSQL: 1_000, embedded: 200 };

interface Kind {
  name: string;
  /** Meta's sizing for one number, a second. */
  target: number;
  bodies(count: number): SignedBody[];
}

/**
 * Full processing: from the POST to the stored message with window, notifications and event, and to the applied status.
 * The rate is raised until the backlog grows: the highest that is sustained is the true maximum.
 */
export async function measureProcessing(databaseUrl: string | null, options: BenchOptions): Promise<Row[]> {
  const server = await startServer(databaseUrl);
  try {
    await operatorsToNotify(server, OPERATORS);
    await post(server, texts(CUSTOMERS), 200);
    await drained(server);
    const inbound = await measure(server, options, {
      name: `processing, inbound messages, ${OPERATORS} to notify`,
      target: 1_000,
      bodies: texts,
    });
    const wamids = await sentMessages(server);
    if (wamids === null) return [inbound];
    return [
      inbound,
      await measure(server, options, { name: 'processing, statuses', target: 3_300, bodies: statusesOf(wamids) }),
    ];
  } finally {
    await server.stop();
  }
}

async function measure(server: BenchServer, { isQuick }: BenchOptions, kind: Kind): Promise<Row> {
  const size = isQuick ? 'quick' : 'whole';
  const seconds = TRIAL_SECONDS[size];
  const backlogs: string[] = [];
  let refused = 0;
  const { rate, trials } = await findMaximum(
    async (wanted) => {
      const { took, not200 } = await post(server, kind.bodies(wanted * seconds), wanted);
      const left = await backlog(server);
      refused += not200;
      backlogs.push(`${wanted}/s: ${left} left`);
      await drained(server);
      // a rate that could not even be posted was not tried
      return not200 === 0 && left <= wanted * SLACK_SECONDS && took <= seconds * MOST_LATE + TICK_SECONDS;
    },
    {
      start: START[server.query === null ? 'embedded' : 'PostgreSQL'],
      precision: PRECISION[size],
      maxTrials: MAX_TRIALS[size],
    },
  );
  const failed = await failedDeliveries(server);
  return {
    name: kind.name,
    baseline: `${kind.target}/s (Meta's sizing)`,
    measured: `${rate}/s sustained; ${backlogs.join(', ')}; not 200: ${refused}, failed: ${failed}`,
    ratio: rounded(rate / kind.target, 3),
    target: `>= ${kind.target}/s, none failed`,
    isMet: rate >= kind.target && failed === 0,
    points: trials.map((trial, index) => ({
      plot: 'Backlog by rate',
      series: kind.name,
      x: trial.rate,
      y: Math.max(1, Number(/: (\d+) left/.exec(backlogs[index] ?? '')?.[1] ?? 0)),
      xLabel: 'webhooks a second',
      yLabel: 'left after the last',
    })),
  };
}

async function post(
  server: BenchServer,
  bodies: SignedBody[],
  rate: number,
): Promise<{ took: number; not200: number }> {
  const began = performance.now();
  const { not200 } = await postEach(`${server.url}/webhooks/whatsapp`, bodies, CONNECTIONS, rate);
  return { took: (performance.now() - began) / 1000, not200 };
}

/** Until nothing waits any more. @throws Error when that takes longer than MAX_DRAIN_MS */
async function drained(server: BenchServer): Promise<void> {
  for (const end = Date.now() + MAX_DRAIN_MS; Date.now() < end;) {
    if ((await backlog(server)) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`After ${MAX_DRAIN_MS / 1000} s ${await backlog(server)} deliveries still waited.`);
}

/** Deliveries that wait. By the API, where the database cannot be asked, no more than a page of them are seen. */
async function backlog(server: BenchServer): Promise<number> {
  if (server.query !== null) {
    const [row] = await server.query(`SELECT count(*) AS count FROM webhook_queue`);
    return Number(row?.count);
  }
  let count = 0;
  for (let after: string | null = null; count < 1_000;) {
    const page: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } = (
      (await server.graphql(
        `query ($after: String) { webhookDeliveries(first: 100, after: $after, filter: { state: [RECEIVED] }) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )) as unknown as { webhookDeliveries: never }
    ).webhookDeliveries;
    count += page.nodes.length;
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  return count;
}

async function failedDeliveries(server: BenchServer): Promise<number> {
  const answer = await server.graphql(
    '{ webhookDeliveries(first: 100, filter: { state: [FAILED] }) { nodes { id } } }',
  );
  return (answer as unknown as { webhookDeliveries: { nodes: unknown[] } }).webhookDeliveries.nodes.length;
}

function texts(count: number): SignedBody[] {
  return Array.from({ length: count }, () => inboundText(CUSTOMERS));
}

/** Each message is sent, delivered and read in turn; then the same again, which changes nothing and costs the reading. */
function statusesOf(wamids: readonly string[]): (count: number) => SignedBody[] {
  let next = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const step = ['delivered', 'read', 'sent'][Math.floor(next / wamids.length) % 3] ?? 'read';
      return status(wamids[next++ % wamids.length] ?? '', step);
    });
}

/** Messages that were sent, as if a worker had: statuses need something to speak of. Null where no SQL can be run. */
async function sentMessages({ query }: BenchServer): Promise<string[] | null> {
  if (query === null) return null;
  const wamids = Array.from({ length: SENT_MESSAGES }, (_, index) => `wamid.BENCH${String(index).padStart(12, '0')}`);
  await query(
    `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, text, whatsapp_id, accepted_at, occurred_at)
     SELECT gen_random_uuid(), account_id, business_phone_number_id, id, 'OUTBOUND', 'SENT', 'TEXT', '{"body":"Hello"}', 'Hello',
            'wamid.BENCH' || lpad((row_number() OVER () - 1)::text, 12, '0'), now(), now()
       FROM (SELECT conversations.* FROM conversations, generate_series(1, 20) ORDER BY conversations.id LIMIT ${SENT_MESSAGES}) AS chosen`,
  );
  await query('ANALYZE');
  return wamids;
}
