import { hasArrived, MESSAGE_STATUSES, STATUS_RANKS, statusHistory } from './message-status.js';
import { backoffMs } from './pacing/backoff.js';

describe('Message statuses', () => {
  it('are each ranked once, and what has arrived above FAILED', () => {
    expect([...STATUS_RANKS].sort()).toEqual([...MESSAGE_STATUSES].sort());
    expect(STATUS_RANKS.slice(-5)).toEqual(['SENT', 'FAILED', 'DELIVERED', 'READ', 'PLAYED']);
  });

  it('show Meta’s time of sending once it is known, ours until then', () => {
    const times = {
      status: 'SENT' as const,
      createdAt: new Date(1),
      acceptedAt: new Date(2),
      sentAt: null,
      deliveredAt: null,
      readAt: null,
      playedAt: null,
      failedAt: null,
    };
    expect(statusHistory(times).map(({ status, occurredAt }) => [status, occurredAt.getTime()])).toEqual([
      ['QUEUED', 1],
      ['SENT', 2],
    ]);
    expect(statusHistory({ ...times, sentAt: new Date(3) })[1]).toEqual({ status: 'SENT', occurredAt: new Date(3) });
  });

  it('never show FAILED of what has arrived', () => {
    const times = {
      createdAt: new Date(1),
      acceptedAt: null,
      sentAt: null,
      deliveredAt: new Date(2),
      readAt: null,
      playedAt: null,
      failedAt: new Date(3),
    };
    const statuses = statusHistory({ ...times, status: 'DELIVERED' }).map(({ status }) => status);
    expect(statuses).toEqual(['QUEUED', 'DELIVERED']);
    expect(hasArrived(times)).toBe(true);
    expect(hasArrived({ ...times, deliveredAt: null })).toBe(false);
    expect(hasArrived({ ...times, deliveredAt: null, playedAt: new Date(2) })).toBe(true);
  });
});

describe('The delay before another attempt', () => {
  it('doubles, with jitter, up to five minutes', () => {
    expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(backoffMs(1, 0)).toBe(500);
    expect(backoffMs(50, 1)).toBe(300_000);
  });
});
