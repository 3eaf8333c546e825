/** Token bucket of a number or a broadcast: a message costs a token; tokens come with time, and only a few are kept. */
export interface TokenBucket {
  tokens: number;
  refilledAt: Date;
}

/** What 40 ms bring may go at once, at least one message: less is lost whenever a process is held up, more meets refusals. */
const CAPACITY_SECONDS = 0.04;
/**
 * Calls do not arrive as evenly as they leave. What is kept in hand makes sure that Meta never counts more in a second
 * than it allows: a refusal would cost far more than the twentieth that it takes.
 */
export const SHARE_OF_THROUGHPUT = 0.95;

/** The bucket as it is now, at this rate (messages a second). A clock that goes back brings nothing. */
export function refill({ tokens, refilledAt }: TokenBucket, ratePerSecond: number, now: Date): TokenBucket {
  const seconds = Math.max(0, now.getTime() - refilledAt.getTime()) / 1000;
  const capacity = Math.max(1, ratePerSecond * CAPACITY_SECONDS);
  return { tokens: Math.min(capacity, tokens + seconds * ratePerSecond), refilledAt: now };
}

/** Milliseconds until there is a whole token; 0 when there is one. */
export function nextTokenInMs({ tokens }: TokenBucket, ratePerSecond: number): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / ratePerSecond) * 1000);
}
