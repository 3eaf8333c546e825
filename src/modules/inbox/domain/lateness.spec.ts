import { Lateness } from './lateness.js';

/** A feed that always finds a full page: so many events come a second, and a page of 200 takes so long. */
function latestAfter(seconds: number, { perSecond, pageMs }: { perSecond: number; pageMs: number }): number {
  const headAt = (now: number): bigint => BigInt(Math.floor((now / 1_000) * perSecond) + 200);
  const lateness = new Lateness(0);
  let [now, position, latest] = [0, 0n, 0];
  while (now < seconds * 1_000) {
    if (lateness.isPassed(position)) lateness.note(headAt(now), now);
    now += pageMs;
    position += 200n;
    latest = Math.max(latest, lateness.at(now));
  }
  return latest;
}

describe('The lateness of a feed', () => {
  it('is that of the events, not the time for which there has been more to read', () => {
    expect(latestAfter(60, { perSecond: 5_000, pageMs: 40 })).toBeLessThan(200);
  });

  it('grows where events come faster than they are handed out', () => {
    expect(latestAfter(20, { perSecond: 10_000, pageMs: 40 })).toBeGreaterThan(5_000);
  });

  it('counts anew once it was put up with', () => {
    const lateness = new Lateness(0);
    lateness.note(1_000n, 0);
    lateness.excuse(6_000);
    expect(lateness.at(6_500)).toBe(500);
    expect(lateness.isPassed(999n)).toBe(false);
  });
});
