import { claimable, refill } from './token-bucket.js';

const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

describe('A token bucket', () => {
  it('gains tokens with time, and holds what 12 ms bring at most', () => {
    const empty = { tokens: 0, refilledAt: at(0) };
    expect(refill(empty, 100, at(10)).tokens).toBeCloseTo(1);
    expect(refill(empty, 1_000, at(5_000)).tokens).toBe(12);
    expect(refill(empty, 1, at(60_000)).tokens).toBe(1);
  });

  it('gains nothing from a clock that goes back', () => {
    expect(refill({ tokens: 0.5, refilledAt: at(1_000) }, 100, at(0)).tokens).toBe(0.5);
  });

  it('lets what the next 200 ms bring be claimed ahead, and of chats a little more', () => {
    const full = { tokens: 12, refilledAt: at(0) };
    expect(claimable(full, 1_000, 'BROADCASTS')).toBe(212);
    expect(claimable({ ...full, tokens: -200 }, 1_000, 'BROADCASTS')).toBe(0);
    expect(claimable({ ...full, tokens: -200 }, 1_000, 'CHATS')).toBe(50);
    expect(claimable({ ...full, tokens: -300 }, 1_000, 'CHATS')).toBe(0);
  });

  it('lets no more be claimed in the long run than its rate, and no less, however rarely somebody looks', () => {
    for (const pause of [3, 25, 150]) {
      let bucket = { tokens: 0, refilledAt: at(0) };
      let claimed = 0;
      for (let now = 0; now <= 30_000; now += pause) {
        bucket = refill(bucket, 80, at(now));
        const count = claimable(bucket, 80, 'BROADCASTS');
        bucket = { ...bucket, tokens: bucket.tokens - count };
        claimed += count;
      }
      expect(claimed).toBeGreaterThanOrEqual(80 * 29.8);
      expect(claimed).toBeLessThanOrEqual(80 * 30.2 + 1);
    }
  });
});
