import { DAY_MS, SECOND_MS } from '../../../common/durations.js';

/** Two tabs that refresh at once bring the same token: for so long after it was replaced it still counts. */
const GRACE_MS = 10 * SECOND_MS;

/** A refresh token that somebody brings, and its session. */
export interface PresentedRefreshToken {
  /** When a refresh replaced it by another; null while none has. */
  replacedAt: Date | null;
  expiresAt: Date;
  sessionBeganAt: Date;
}

/** How long sessions last: settings. */
export interface SessionLimits {
  maxAgeDays: number;
  idleDays: number;
}

/** RENEW: it gets new tokens. EXPIRED: its session is over. REUSED: it was replaced before, so there are two who have it. */
export type RefreshVerdict = 'RENEW' | 'EXPIRED' | 'REUSED';

export function judgeRefresh(token: PresentedRefreshToken, limits: SessionLimits, now: Date): RefreshVerdict {
  if (token.replacedAt !== null && now.getTime() - token.replacedAt.getTime() > GRACE_MS) return 'REUSED';
  const isOver = token.expiresAt <= now || sessionEndsAt(token.sessionBeganAt, limits) <= now;
  return isOver ? 'EXPIRED' : 'RENEW';
}

/** When a session ends however much it is used. */
export function sessionEndsAt(beganAt: Date, { maxAgeDays }: SessionLimits): Date {
  return new Date(beganAt.getTime() + maxAgeDays * DAY_MS);
}

/** Until when tokens that are made now are good: neither outlives the session. */
export function tokenExpiry(
  beganAt: Date,
  limits: SessionLimits,
  accessTokenMs: number,
  now: Date,
): { access: Date; refresh: Date } {
  const end = sessionEndsAt(beganAt, limits).getTime();
  return {
    access: new Date(Math.min(now.getTime() + accessTokenMs, end)),
    refresh: new Date(Math.min(now.getTime() + limits.idleDays * DAY_MS, end)),
  };
}
