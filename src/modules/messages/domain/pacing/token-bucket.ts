/** Token bucket of a number or a broadcast: a message costs a token; tokens come with time, and only a few are kept. */
export interface TokenBucket {
  /** Less than none while messages have been claimed ahead. */
  tokens: number;
  refilledAt: Date;
}

/** What 12 ms bring may go at once, at least one message: more would meet refusals where several processes send. */
const CAPACITY_SECONDS = 0.012;
/**
 * What the next 200 ms bring may be claimed ahead, and is released evenly as it becomes due (release-schedule.ts): nothing
 * of the rate is lost while a process looks for more, or is held up. What people write may go a little further.
 */
const AHEAD_SECONDS = { CHATS: 0.25, BROADCASTS: 0.2 } as const;
/** Calls do not arrive as evenly as they leave: a refusal would cost far more than the hundredth that is kept in hand. */
export const SHARE_OF_THROUGHPUT = 0.988;

/** The bucket as it is now, at this rate (messages a second). A clock that goes back brings nothing. */
export function refill({ tokens, refilledAt }: TokenBucket, ratePerSecond: number, now: Date): TokenBucket {
  const seconds = Math.max(0, now.getTime() - refilledAt.getTime()) / 1000;
  const capacity = Math.max(1, ratePerSecond * CAPACITY_SECONDS);
  return { tokens: Math.min(capacity, tokens + seconds * ratePerSecond), refilledAt: now };
}

/** How many messages may be claimed of a bucket as it is now. */
export function claimable({ tokens }: TokenBucket, ratePerSecond: number, whose: keyof typeof AHEAD_SECONDS): number {
  return Math.max(0, Math.floor(tokens + ratePerSecond * AHEAD_SECONDS[whose]));
}
