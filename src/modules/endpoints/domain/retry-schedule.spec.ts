import {
  afterFailure,
  blockedUntil,
  isAway,
  readRetryAfter,
  RETRY_FOR_MS,
  type FailedAttempt,
} from './retry-schedule.js';

const NOW = new Date('2026-11-26T12:00:00Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const HOUR_MS = 3_600_000;
const attempt = (changes: Partial<FailedAttempt> = {}): FailedAttempt => ({
  attempts: 1,
  firstAttemptAt: NOW,
  failingSince: NOW,
  status: 500,
  retryAfterMs: null,
  now: NOW,
  ...changes,
});
const waitOf = (changes: Partial<FailedAttempt>, random = 1): number => {
  const outcome = afterFailure(attempt(changes), random);
  return outcome.type === 'RETRY' ? outcome.at.getTime() - NOW.getTime() : -1;
};

describe('After a failed attempt at a webhook', () => {
  it('the third comes within two minutes, and none later than six hours', () => {
    expect(waitOf({ attempts: 1 }) + waitOf({ attempts: 2 })).toBeLessThan(120_000);
    const waits = Array.from({ length: 40 }, (_, index) => waitOf({ attempts: index + 1 }));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBe(6 * HOUR_MS);
    expect(waitOf({ attempts: 5 }, 0)).toBe(0.9 * HOUR_MS);
  });

  it('it waits as long as the receiver asks, an hour at most', () => {
    expect(waitOf({ retryAfterMs: 60_000 })).toBe(60_000);
    expect(waitOf({ retryAfterMs: 1 })).toBe(5_000);
    expect(waitOf({ retryAfterMs: 24 * HOUR_MS })).toBe(HOUR_MS);
  });

  it('three days later the delivery is given up, or the endpoint paused where it has accepted nothing since', () => {
    const old = ago(RETRY_FOR_MS);
    expect(afterFailure(attempt({ firstAttemptAt: old, failingSince: ago(HOUR_MS) }), 0)).toEqual({ type: 'GIVE_UP' });
    expect(afterFailure(attempt({ firstAttemptAt: old, failingSince: old }), 0)).toEqual({ type: 'PAUSE' });
    expect(afterFailure(attempt({ failingSince: old }), 0)).toEqual({ type: 'PAUSE' });
    expect(waitOf({ firstAttemptAt: ago(RETRY_FOR_MS - 1) })).toBeGreaterThan(0);
  });

  it('an endpoint is away when it has accepted nothing for two minutes, and is asked seldom when ten attempts have failed, too', () => {
    const [short, long] = [ago(119_999), ago(120_000)];
    expect([isAway(null, NOW), isAway(short, NOW), isAway(long, NOW)]).toEqual([false, false, true]);
    expect([blockedUntil(10_000, short, NOW), blockedUntil(9, long, NOW)]).toEqual([null, null]);
    expect(blockedUntil(10, long, NOW)).toEqual(ago(-30_000));
  });

  it('410 disables the endpoint', () => expect(afterFailure(attempt({ status: 410 }), 0)).toEqual({ type: 'DISABLE' }));

  it.each([
    ['120', 120_000],
    ['Thu, 26 Nov 2026 12:01:00 GMT', 60_000],
    ['Thu, 26 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-1', null],
    [null, null],
  ])('Retry-After %p asks for %p ms', (header, ms) => expect(readRetryAfter(header, NOW)).toBe(ms));
});
