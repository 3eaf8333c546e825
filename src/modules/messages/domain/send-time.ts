import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { DAY_MS, MINUTE_MS } from '../../../common/durations.js';
import { because } from '../../../common/errors/because.js';

const MAX_DAYS_AHEAD = 90;
/** Clocks differ, and requests are under way for a while. */
const TOLERANCE_MS = MINUTE_MS;

/** Why nothing can be sent at this time, which stands at `path` of the input; null: it can. */
export function sendTimeProblem(at: Date, now: Date, path: string): Problem | null {
  if (at.getTime() < now.getTime() - TOLERANCE_MS) {
    return { code: 'INVALID_INPUT', ...because('START_PASSED', { field: path }), path: [path] };
  }
  if (at.getTime() > now.getTime() + MAX_DAYS_AHEAD * DAY_MS) {
    const why = because('START_TOO_FAR', { limit: MAX_DAYS_AHEAD });
    return { code: 'INVALID_INPUT', ...why, path: [path], limit: MAX_DAYS_AHEAD };
  }
  return null;
}

/** What the input's time adds to the request that its idempotency key stands for: nothing where there is none. */
export function timeOf({ sendAt }: { sendAt?: Date | null }): Date[] {
  return sendAt == null ? [] : [sendAt];
}

/** When to send; null: at once. @throws DomainError where that is not possible */
export function sendTimeOf({ sendAt }: { sendAt?: Date | null }, now: Date): Date | null {
  if (sendAt == null) return null;
  const problem = sendTimeProblem(sendAt, now, 'sendAt');
  if (problem !== null) throw new DomainError(problem);
  return sendAt > now ? sendAt : null;
}
