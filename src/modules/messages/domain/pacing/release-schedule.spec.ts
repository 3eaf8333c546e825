import { ReleaseSchedule } from './release-schedule.js';

/** Releases all that may leave at each of these times. */
function releasedAt(messagesPerSecond: number, looks: readonly number[]): number[] {
  const schedule = new ReleaseSchedule(messagesPerSecond);
  const released: number[] = [];
  schedule.resume(looks[0] ?? 0);
  for (const now of looks) {
    while (schedule.delayMs(now) === 0) {
      schedule.record(now);
      released.push(now);
    }
  }
  return released;
}

const everyMs = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const busiestSecond = (times: readonly number[]): number =>
  Math.max(...times.map((begin) => times.filter((time) => time >= begin && time < begin + 1_000).length));

describe('A release schedule', () => {
  it('lets messages leave one after the other, as fast as Meta takes them', () => {
    const released = releasedAt(1_000, everyMs(0, 4_000));
    expect(released.length).toBeGreaterThanOrEqual(980 * 4);
    const steady = released.filter((time) => time >= 1_000);
    expect(busiestSecond(steady)).toBeLessThanOrEqual(990);
    const pauses = steady.slice(1).map((time, index) => time - (steady[index] ?? time));
    expect(pauses.filter((pause) => pause <= 2).length).toBeGreaterThan(pauses.length * 0.995);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(14); // what went at once at the beginning is missing a second later
  });

  it('catches up after it was held up, and never lets more leave in a second than Meta takes', () => {
    const looks = [...everyMs(0, 1_500), ...everyMs(1_540, 2_200), ...everyMs(2_600, 5_000)];
    const released = releasedAt(1_000, looks);
    expect(busiestSecond(released)).toBeLessThanOrEqual(990);
    expect(released.filter((time) => time === 1_540).length).toBeGreaterThan(20);
  });

  it('lets hardly anything go at once after nothing waited, however long that was', () => {
    expect(releasedAt(100, [1_000_000]).length).toBeLessThanOrEqual(2);
    expect(releasedAt(1_000, [1_000_000]).length).toBeLessThanOrEqual(13);
  });

  it('lets a slow number send one at a time', () => {
    expect(releasedAt(1, everyMs(0, 3_500))).toEqual([0, 1_000, 2_000, 3_000]);
  });
});
