import { because, type Because } from '../../../common/errors/because.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { beginOfDate, datesBetween, isDate, isTimeZone, nextDate } from '../domain/statistics/days.js';

/** Days of a time zone, the first and the last included. */
export interface Period {
  from: string;
  to: string;
  timeZone: string;
}

const MAX_DAYS = 92;

/**
 * The days of a period, and when each begins: `begins` has one more, with which the last ends.
 * @throws DomainError (INVALID_INPUT)
 */
export function daysOf({ from, to, timeZone }: Period): { dates: string[]; begins: Date[] } {
  for (const [name, date] of Object.entries({ from, to }))
    if (!isDate(date)) throw invalid(because('DAY_EXPECTED'), name);
  if (!isTimeZone(timeZone)) throw invalid(because('TIME_ZONE_EXPECTED'), 'timeZone');
  const dates = datesBetween(from, to);
  if (dates.length === 0) throw invalid(because('PERIOD_REVERSED'), 'to');
  if (dates.length > MAX_DAYS) throw invalid(because('PERIOD_TOO_LONG', { limit: MAX_DAYS }), 'to');
  return { dates, begins: [...dates, nextDate(to)].map((date) => beginOfDate(date, timeZone)) };
}

function invalid(why: Because, field: string): DomainError {
  return new DomainError({ code: 'INVALID_INPUT', ...why, path: ['period', field] });
}
