/** How many messages may go now: tokens that come with time, and of which only a few are kept. */
export interface TokenBucket {
  tokens: number;
  refilledAt: Date;
}

/** What 40 ms bring may go at once, at least one message: less is lost whenever a process is held up, more meets refusals. */
const KEPT_SECONDS = 0.04;
/**
 * Calls do not arrive as evenly as they leave. What is kept in hand makes sure that Meta never counts more in a second
 * than it allows: a refusal would cost far more than the twentieth that it takes.
 */
export const SHARE_OF_THROUGHPUT = 0.95;

/** What there is now, at this rate (messages a second). */
export function refill(
  { tokens, refilledAt: refreshedAt }: TokenBucket,
  ratePerSecond: number,
  now: Date,
): TokenBucket {
  const seconds = Math.max(0, now.getTime() - refreshedAt.getTime()) / 1000;
  const most = Math.max(1, ratePerSecond * KEPT_SECONDS);
  return { tokens: Math.min(most, tokens + seconds * ratePerSecond), refilledAt: now };
}

/** When the next message may go. */
export function nextTokenInMs({ tokens }: TokenBucket, ratePerSecond: number): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / ratePerSecond) * 1000);
}

/** Meta allows one message in six seconds to one customer, and 45 at once that are paid for with silence. */
export const RECIPIENT_INTERVAL_MS = 6_000;
export const RECIPIENT_BURST = 45;

/** A customer may be written to while less than this is owed. */
export function recipientLimit(now: Date): Date {
  return new Date(now.getTime() + (RECIPIENT_BURST - 1) * RECIPIENT_INTERVAL_MS);
}
