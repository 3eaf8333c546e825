import autocannon from 'autocannon';
import type { SignedBody } from './payloads.js';

export interface LoadResult {
  requestsPerSecond: number;
  p50: number;
  p99: number;
  not200: number;
  total: number;
}

/** Posts signed bodies, again and again from a list, over so many connections. */
export async function postFor(
  url: string,
  bodies: SignedBody[],
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  return summary(await autocannon(options(url, bodies, connections, { duration: seconds })));
}

/** A server that cannot keep up is not waited for without end: so much longer than the rate asks for, and some seconds. */
const PATIENCE = 2;
const PATIENCE_SECONDS = 15;

/** Posts each body once; ends early where a rate is given that the server is far from. */
export async function postEach(
  url: string,
  bodies: SignedBody[],
  connections: number,
  ratePerSecond?: number,
): Promise<LoadResult> {
  const rate = ratePerSecond === undefined ? {} : { overallRate: ratePerSecond };
  const running = autocannon(options(url, bodies, connections, { amount: bodies.length, ...rate }));
  if (ratePerSecond === undefined) return summary(await running);
  const seconds = (bodies.length / ratePerSecond) * PATIENCE + PATIENCE_SECONDS;
  const timer = setTimeout(() => (running as unknown as autocannon.Instance).stop(), seconds * 1_000);
  const result = await running;
  clearTimeout(timer);
  return summary(result);
}

function options(
  url: string,
  bodies: SignedBody[],
  connections: number,
  extent: Partial<autocannon.Options>,
): autocannon.Options {
  let next = 0;
  return {
    url,
    connections,
    ...extent,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const { body, headers } = bodies[next++ % bodies.length] as SignedBody;
          return { ...request, body, headers };
        },
      },
    ],
  };
}

function summary(result: autocannon.Result): LoadResult {
  return {
    requestsPerSecond: Math.round(result.requests.total / result.duration),
    p50: result.latency.p50,
    p99: result.latency.p99,
    not200: result.non2xx + result.errors,
    total: result.requests.total,
  };
}
