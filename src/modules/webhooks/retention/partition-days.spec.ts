import { DAY_MS, HOUR_MS } from '../../../common/durations.js';
import { missingPartitions } from './partition-days.js';

const NOW = new Date('2026-03-10T15:00:00Z');
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const partition = (to: string) => ({ name: to, from: null, to: day(to) });
const after = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

describe('Missing partitions', () => {
  it('begin today where there is none, and reach two days ahead', () => {
    expect(missingPartitions([], NOW, 30 * DAY_MS)).toEqual([{ from: day('2026-03-10'), to: day('2026-03-14') }]);
    expect(missingPartitions([], NOW, DAY_MS)).toEqual([
      { from: day('2026-03-10'), to: day('2026-03-11') },
      { from: day('2026-03-11'), to: day('2026-03-12') },
      { from: day('2026-03-12'), to: day('2026-03-13') },
    ]);
  });

  it('are none while the last one reaches far enough', () => {
    const ready = [partition('2026-03-12'), partition('2026-03-16')];
    expect(missingPartitions(ready, NOW, 30 * DAY_MS)).toEqual([]);
    expect(missingPartitions(ready, after(3 * DAY_MS + 8 * HOUR_MS), 30 * DAY_MS)).toEqual([]);
    expect(missingPartitions(ready, after(3 * DAY_MS + 10 * HOUR_MS), 30 * DAY_MS)).toEqual([
      { from: day('2026-03-16'), to: day('2026-03-20') },
    ]);
  });

  it('begin where the last one ends, however long nobody made any, unless that was before today', () => {
    expect(missingPartitions([partition('2026-03-11')], NOW, 16 * DAY_MS)).toEqual([
      { from: day('2026-03-11'), to: day('2026-03-13') },
    ]);
    expect(missingPartitions([partition('2026-01-01')], NOW, 16 * DAY_MS)).toEqual([
      { from: day('2026-03-10'), to: day('2026-03-12') },
      { from: day('2026-03-12'), to: day('2026-03-14') },
    ]);
  });
});
