import { startScript, startServer } from './environment.js';
import { postFor, type LoadResult } from './load.js';
import { inboundText } from './payloads.js';
import type { Row } from './report.js';

const CONNECTIONS = 64;
const SECONDS = 6;
const ROUNDS = 2;

/** Webhook intake, durable before 200, against bare HTTP with the signature and no database. */
export async function measureIntake(databaseUrl: string | null): Promise<Row[]> {
  const bodies = Array.from({ length: 4_000 }, () => inboundText(500));
  const baseline = await startScript('baselines/baseline-http.js');
  const bare = await best(() => postFor(`http://127.0.0.1:${baseline.port}/`, bodies, CONNECTIONS, SECONDS));
  await baseline.stop();
  const server = await startServer(databaseUrl, 'api');
  await postFor(`${server.url}/webhooks/whatsapp`, bodies, CONNECTIONS, 2);
  const ours = await best(() => postFor(`${server.url}/webhooks/whatsapp`, bodies, CONNECTIONS, SECONDS));
  await server.stop();
  return [
    {
      name: `intake (ROLE=api), ${CONNECTIONS} connections`,
      baseline: `${bare.requestsPerSecond}/s, p50 ${bare.p50} ms, p99 ${bare.p99} ms, not 200: ${bare.not200} (bare HTTP + HMAC)`,
      measured: `${ours.requestsPerSecond}/s, p50 ${ours.p50} ms, p99 ${ours.p99} ms, not 200: ${ours.not200}`,
      ratio: ours.requestsPerSecond / bare.requestsPerSecond,
      target: '>= 0.6, p50 <= 25 ms, p99 <= 100 ms',
      isMet:
        ours.requestsPerSecond >= 0.6 * bare.requestsPerSecond &&
        ours.p50 <= 25 &&
        ours.p99 <= 100 &&
        ours.not200 === 0,
    },
  ];
}

async function best(run: () => Promise<LoadResult>): Promise<LoadResult> {
  const results: LoadResult[] = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await run());
  return results.reduce((first, second) => (second.requestsPerSecond > first.requestsPerSecond ? second : first));
}
