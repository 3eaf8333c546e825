import { nextTokenInMs, refill } from './token-bucket.js';

const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

describe('A token bucket', () => {
  it('gains tokens with time, and holds what 40 ms bring at most', () => {
    const empty = { tokens: 0, refilledAt: at(0) };
    expect(refill(empty, 100, at(10)).tokens).toBeCloseTo(1);
    expect(refill(empty, 1_000, at(5_000)).tokens).toBe(40);
    expect(refill(empty, 1, at(60_000)).tokens).toBe(1);
  });

  it('gains nothing from a clock that goes back', () => {
    expect(refill({ tokens: 0.5, refilledAt: at(1_000) }, 100, at(0)).tokens).toBe(0.5);
  });

  it('never lets more through in a second than its rate and its capacity', () => {
    let bucket = { tokens: 0, refilledAt: at(0) };
    const sent: number[] = [];
    for (let now = 0; now < 5_000; now += 3) {
      bucket = refill(bucket, 80, at(now));
      for (; bucket.tokens >= 1; bucket.tokens -= 1) sent.push(now);
    }
    for (const begin of sent) {
      expect(sent.filter((time) => time >= begin && time < begin + 1_000).length).toBeLessThanOrEqual(84);
    }
    expect(sent.length).toBeGreaterThan(390);
  });

  it('says when the next message may go', () => {
    expect(nextTokenInMs({ tokens: 0.5, refilledAt: at(0) }, 10)).toBe(50);
    expect(nextTokenInMs({ tokens: 1, refilledAt: at(0) }, 10)).toBe(0);
  });
});
