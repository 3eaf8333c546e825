import { chooseLanes, EXCLUSIVE_LANE, fitsLane, LANE_COUNT, laneOf } from './lanes.js';

const customer = (number: string) => ({ kind: 'CUSTOMER', number }) as const;

describe('A lane', () => {
  it('is the same for a customer always, and neither that of statuses nor the exclusive one', () => {
    const statuses = laneOf({ kind: 'STATUSES' });
    const lanes = Array.from({ length: 500 }, (_, index) => laneOf(customer(`1650555${index}`)));
    expect(lanes).toEqual(Array.from({ length: 500 }, (_, index) => laneOf(customer(`1650555${index}`))));
    expect(new Set(lanes)).toEqual(new Set(Array.from({ length: LANE_COUNT }, (_, lane) => lane).slice(2)));
    expect(lanes).not.toContain(statuses);
    expect(lanes).not.toContain(EXCLUSIVE_LANE);
  });

  it('is shared by about as many customers as any other', () => {
    const counts = new Map<number, number>();
    for (let index = 0; index < 8_000; index += 1) {
      const lane = laneOf(customer(String(16_505_550_000 + index)));
      counts.set(lane, (counts.get(lane) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(200);
  });

  it('fits what it was made for, and what has nothing in it', () => {
    const lane = laneOf(customer('16505551234'));
    expect(fitsLane(lane, customer('16505551234'))).toBe(true);
    expect(fitsLane(lane, { kind: 'NOTHING' })).toBe(true);
    expect(fitsLane(lane, { kind: 'STATUSES' })).toBe(false);
    expect(fitsLane(lane, { kind: 'OTHER' })).toBe(false);
  });
});

describe('Of the lanes in which something waits', () => {
  const pending = [2, 3, 4].map((lane) => ({ lane, waiting: 100 }));

  it('a worker chooses all where little waits', () => {
    expect(chooseLanes(pending, 1_000, 0)).toEqual({ chosen: [2, 3, 4], rest: [] });
  });

  it('a worker chooses as few as fill a batch, beginning anywhere', () => {
    expect(chooseLanes(pending, 150, 0)).toEqual({ chosen: [2, 3], rest: [4] });
    expect(chooseLanes(pending, 100, 2)).toEqual({ chosen: [4], rest: [2, 3] });
    expect(chooseLanes(pending, 100, 7)).toEqual({ chosen: [3], rest: [4, 2] });
  });
});
