import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../common/durations.js';
import { judgeRefresh, tokenExpiry, type PresentedRefreshToken } from './refresh-token.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const LIMITS = { maxAgeDays: 90, idleDays: 30 };
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);
const token = (changes: Partial<PresentedRefreshToken>): PresentedRefreshToken => ({
  replacedAt: null,
  expiresAt: ago(-DAY_MS),
  sessionBeganAt: ago(DAY_MS),
  ...changes,
});

describe('A refresh token', () => {
  it.each([
    ['that is good', {}, 'RENEW'],
    ['that a tab used a moment ago', { replacedAt: ago(10 * SECOND_MS) }, 'RENEW'],
    ['that was used before', { replacedAt: ago(10 * SECOND_MS + 1) }, 'REUSED'],
    [
      'that was used long ago and has expired since',
      { replacedAt: ago(40 * DAY_MS), expiresAt: ago(DAY_MS) },
      'REUSED',
    ],
    ['that nobody used for too long', { expiresAt: NOW }, 'EXPIRED'],
    ['of a session that is too old', { sessionBeganAt: ago(90 * DAY_MS) }, 'EXPIRED'],
    ['of a session that is not', { sessionBeganAt: ago(90 * DAY_MS - 1) }, 'RENEW'],
  ] as const)('%s: %s', (_, changes, verdict) => expect(judgeRefresh(token(changes), LIMITS, NOW)).toBe(verdict));

  it('lasts until nobody has used it for too long, and no longer than its session', () => {
    expect(tokenExpiry(NOW, LIMITS, HOUR_MS, NOW)).toEqual({ access: ago(-HOUR_MS), refresh: ago(-30 * DAY_MS) });
    const old = ago(90 * DAY_MS - 60_000);
    expect(tokenExpiry(old, LIMITS, HOUR_MS, NOW)).toEqual({ access: ago(-60_000), refresh: ago(-60_000) });
  });
});
