import { limitProblems, reasonToStop, sendableNow } from './record-rule.js';

const LIMITS = { maxPerHour: 100, maxPerDay: 200 };
const NOTHING = { added: 0, depth: 0, lastHour: 0, lastDay: 0, mostOfOneRecord: 1 };

describe('A record rule', () => {
  it.each([
    [{ added: 100 }, null],
    [{ added: 101 }, '101 records'],
    [{ added: 1, lastHour: 100 }, '101 records have triggered it within an hour'],
    [{ added: 50, lastHour: 50, lastDay: 151 }, '201 records have triggered it within a day'],
    [{ added: 1, depth: 3 }, null],
    [{ added: 1, depth: 4 }, 'in a circle: 4'],
    [{ added: 1, mostOfOneRecord: 5 }, null],
    [{ added: 1, mostOfOneRecord: 6 }, 'looks like a circle'],
  ])('with %j is stopped because of: %s', (counts, reason) => {
    const stopped = reasonToStop(LIMITS, { ...NOTHING, ...counts });
    if (reason === null) expect(stopped).toBeNull();
    else expect(stopped?.message).toContain(reason);
  });

  it('sends what its hour and its day have left', () => {
    expect(sendableNow(LIMITS, { lastHour: 30, lastDay: 30 })).toBe(70);
    expect(sendableNow(LIMITS, { lastHour: 0, lastDay: 190 })).toBe(10);
    expect(sendableNow(LIMITS, { lastHour: 101, lastDay: 101 })).toBe(0);
  });

  it('has limits that cannot be lifted', () => {
    expect(limitProblems({ maxPerHour: 0, maxPerDay: 1_000_000 })).toMatchObject([
      { path: ['maxPerHour'] },
      { path: ['maxPerDay'] },
    ]);
    expect(limitProblems(LIMITS)).toEqual([]);
  });
});
