import { occurrenceOf } from './occurrence.js';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('The time of a message', () => {
  it('is Meta’s, unless that is missing or in the future', () => {
    expect(occurrenceOf(hoursAgo(5), now)).toEqual(hoursAgo(5));
    expect(occurrenceOf(null, now)).toBe(now);
    expect(occurrenceOf(hoursAgo(-24), now)).toBe(now);
    expect(occurrenceOf(hoursAgo(-0.05), now)).toEqual(hoursAgo(-0.05));
  });
});
