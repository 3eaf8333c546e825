import { beginOfDate, datesBetween, isDate, isTimeZone, nextDate } from './days.js';

describe('Days', () => {
  it.each([
    ['2026-11-26', 'UTC', '2026-11-26T00:00:00.000Z'],
    ['2026-11-26', 'Europe/Berlin', '2026-11-25T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-11-26', 'Asia/Kathmandu', '2026-11-25T18:15:00.000Z'],
    ['2026-11-26', 'America/Los_Angeles', '2026-11-26T08:00:00.000Z'],
    ['2026-11-26', 'Pacific/Kiritimati', '2026-11-25T10:00:00.000Z'],
    ['2026-11-26', 'Pacific/Pago_Pago', '2026-11-26T11:00:00.000Z'],
    // The clock is put forward from midnight to one, and back from midnight to eleven.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['2026-10-30', 'Africa/Cairo', '2026-10-29T22:00:00.000Z'],
  ])('%s begins in %s at %s', (date, timeZone, begin) => {
    expect(beginOfDate(date, timeZone).toISOString()).toBe(begin);
  });

  it('follow each other over the end of a year and of February', () => {
    expect(datesBetween('2027-12-30', '2028-01-02')).toEqual(['2027-12-30', '2027-12-31', '2028-01-01', '2028-01-02']);
    expect(datesBetween('2028-02-28', '2028-03-01')).toHaveLength(3);
    expect(datesBetween('2026-03-02', '2026-03-01')).toEqual([]);
    expect(nextDate('2028-02-29')).toBe('2028-03-01');
  });

  it('are read strictly', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDate)).toBe(true);
    expect(['2026-02-30', '2026-2-3', '26-02-03', '2026-13-01', '', '2026-02-03T00:00:00Z'].some(isDate)).toBe(false);
    expect(['UTC', 'Europe/Berlin', 'Asia/Calcutta'].every(isTimeZone)).toBe(true);
    expect(['', '+05:30', 'Mars/Olympus', "UTC'"].some(isTimeZone)).toBe(false);
  });
});
