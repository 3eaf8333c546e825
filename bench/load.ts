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

/** Posts each body once. */
export async function postEach(
  url: string,
  bodies: SignedBody[],
  connections: number,
  ratePerSecond?: number,
): Promise<LoadResult> {
  const rate = ratePerSecond === undefined ? {} : { overallRate: ratePerSecond };
  return summary(await autocannon(options(url, bodies, connections, { amount: bodies.length, ...rate })));
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
