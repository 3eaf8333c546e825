const DATE_TIME =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})(?:\.(?<fraction>\d{1,20}))?(?:Z|(?<sign>[+-])(?<offsetHour>\d{2}):(?<offsetMinute>\d{2}))$/i;
const MINUTE_MS = 60_000;
/** Earlier and later times are mistakes; JavaScript and PostgreSQL agree on all between. */
const MIN_YEAR = 1970;
const MAX_YEAR = 9999;

/** What a time has to look like, for messages of errors. */
export const RFC3339_EXPECTED = `a time by RFC 3339 with its offset, such as 2026-11-24T17:30:00+01:00 or 2026-11-24T16:30:00Z, of the years ${MIN_YEAR} to ${MAX_YEAR}`;

/**
 * RFC 3339 date-time with an offset, as a time; null for everything else: dates that no calendar has, times and offsets
 * that no clock shows, years outside 1970 to 9999 (in UTC). More than milliseconds are cut off. A leap second (23:59:60
 * UTC at the end of June or December) is read as the second after it, because neither JavaScript nor PostgreSQL has one.
 */
export function parseRfc3339(text: string): Date | null {
  const time = timeOf(text);
  return time !== null && time.getUTCFullYear() >= MIN_YEAR && time.getUTCFullYear() <= MAX_YEAR ? time : null;
}

/** Whether a text is a date-time by RFC 3339 of any year from 1 on, such as the birth of a customer. No leap seconds. */
export function isRfc3339(text: string): boolean {
  return !text.includes(':60') && timeOf(text) !== null;
}

function timeOf(text: string): Date | null {
  const parts = DATE_TIME.exec(text)?.groups;
  if (parts === undefined) return null;
  const number = (name: string): number => Number(parts[name] ?? 0);
  const [year, month, day] = [number('year'), number('month'), number('day')];
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')];
  const [offsetHour, offsetMinute] = [number('offsetHour'), number('offsetMinute')];
  if (!isCalendarDay(year, month, day) || hour > 23 || minute > 59 || second > 60) return null;
  if (offsetHour > 23 || offsetMinute > 59) return null;
  const offsetMs = (parts.sign === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * MINUTE_MS;
  const milliseconds = Number((parts.fraction ?? '').padEnd(3, '0').slice(0, 3));
  const time = new Date(dayOf(year, month, day).getTime() - offsetMs);
  time.setTime(time.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + (second === 60 ? 0 : milliseconds));
  return second === 60 && !followsLeapSecond(time) ? null : time;
}

/** Whether a calendar has this day: there is no 31 November, and no 29 February but in leap years. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = dayOf(year, month, day);
  return year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Midnight in UTC. Not by Date.UTC, which reads the years 0 to 99 as 1900 to 1999. */
function dayOf(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

/** Leap seconds come at the end of June and of December. */
function followsLeapSecond(time: Date): boolean {
  return /-(?:01|07)-01T00:00:00/.test(time.toISOString());
}
