const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits after the first failed attempt, the second, and so on; after the last of them always that one. */
const WAITS_MS = [5 * SECOND_MS, 45 * SECOND_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS];
/** No lane waits longer for its next attempt. */
export const MAX_WAIT_MS = 6 * HOUR_MS;
/** A delivery is tried again for three days. */
export const RETRY_FOR_MS = 72 * HOUR_MS;
/** What a receiver may ask for with Retry-After, at most. */
const MAX_ASKED_MS = HOUR_MS;

/** An endpoint that has accepted nothing for so long is away. Until then each delivery is tried for itself, three times. */
const AWAY_AFTER_MS = 2 * MINUTE_MS;
/** Failures in a row, over all lanes, after which an endpoint that is away gets one delivery at a time, and pauses in between. */
const FAILURES_BEFORE_BLOCKING = 10;
export const BLOCK_MS = 30 * SECOND_MS;

const GONE = 410;

/** A failed attempt, and what has gone before it. */
export interface FailedAttempt {
  /** Attempts at this delivery, this one included. */
  attempts: number;
  firstAttemptAt: Date;
  /** Since when the endpoint has accepted nothing, this attempt included. */
  failingSince: Date;
  status: number | null;
  retryAfterMs: number | null;
  now: Date;
}

/** What becomes of a delivery that was not accepted. PAUSE and DISABLE concern the endpoint: the delivery goes on waiting. */
export type AfterFailure = { type: 'RETRY'; at: Date } | { type: 'GIVE_UP' } | { type: 'PAUSE' } | { type: 'DISABLE' };

/**
 * What follows a failed attempt: later again for three days; then the delivery is given up if the endpoint has accepted
 * others meanwhile, and the endpoint paused if it has not. 410 disables it. `random` (0 to 1) spreads the attempts.
 */
export function afterFailure(attempt: FailedAttempt, random: number): AfterFailure {
  const { now, firstAttemptAt, failingSince, status } = attempt;
  if (status === GONE) return { type: 'DISABLE' };
  if (now.getTime() - failingSince.getTime() >= RETRY_FOR_MS) return { type: 'PAUSE' };
  if (now.getTime() - firstAttemptAt.getTime() >= RETRY_FOR_MS) return { type: 'GIVE_UP' };
  return { type: 'RETRY', at: new Date(now.getTime() + waitMs(attempt, random)) };
}

/** Whether an endpoint is away, and not merely refuses one thing or another. `failingSince`: null while it accepts. */
export function isAway(failingSince: Date | null, now: Date): boolean {
  return failingSince !== null && now.getTime() - failingSince.getTime() >= AWAY_AFTER_MS;
}

/** Until when an endpoint gets nothing, after so many failures in a row; null: it gets what is due. */
export function blockedUntil(failures: number, failingSince: Date, now: Date): Date | null {
  const isBlocked = failures >= FAILURES_BEFORE_BLOCKING && isAway(failingSince, now);
  return isBlocked ? new Date(now.getTime() + BLOCK_MS) : null;
}

function waitMs({ attempts, retryAfterMs }: FailedAttempt, random: number): number {
  const wait = (WAITS_MS[attempts - 1] ?? MAX_WAIT_MS) * (0.9 + random / 10);
  return Math.max(Math.round(wait), Math.min(retryAfterMs ?? 0, MAX_ASKED_MS));
}

/** Milliseconds that a Retry-After header asks for, in seconds or as a date; null where it is neither. */
export function readRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND_MS;
  const time = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now.getTime());
}
