import { nextTokenInMs, recipientLimit, RECIPIENT_BURST, RECIPIENT_INTERVAL_MS, refill } from './token-bucket.js';

const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

describe('A pace', () => {
  it('gains tokens with time, and keeps what 40 ms bring at most', () => {
    const empty = { tokens: 0, refilledAt: at(0) };
    expect(refill(empty, 100, at(10)).tokens).toBeCloseTo(1);
    expect(refill(empty, 1_000, at(5_000)).tokens).toBe(40);
    expect(refill(empty, 1, at(60_000)).tokens).toBe(1);
  });

  it('gains nothing from a clock that goes back', () => {
    expect(refill({ tokens: 0.5, refilledAt: at(1_000) }, 100, at(0)).tokens).toBe(0.5);
  });

  it('never lets more through in a second than its rate and what it kept', () => {
    let pace = { tokens: 0, refilledAt: at(0) };
    const sent: number[] = [];
    for (let now = 0; now < 5_000; now += 3) {
      pace = refill(pace, 80, at(now));
      for (; pace.tokens >= 1; pace.tokens -= 1) sent.push(now);
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

describe('A customer', () => {
  it('may be written to 45 times at once, then every six seconds', () => {
    let owed = at(0);
    let sent = 0;
    for (; owed <= recipientLimit(at(0)); sent += 1) owed = new Date(owed.getTime() + RECIPIENT_INTERVAL_MS);
    expect(sent).toBe(RECIPIENT_BURST);
    expect(owed <= recipientLimit(at(RECIPIENT_INTERVAL_MS - 1))).toBe(false);
    expect(owed <= recipientLimit(at(RECIPIENT_INTERVAL_MS))).toBe(true);
  });
});
