import { DAY_MS } from '../../../../common/durations.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Numbers of a second of a zone's clock, in the order of Date.UTC. */
const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/** Whether it is a day of the calendar, such as 2026-02-28. */
export function isDate(text: string): boolean {
  const time = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && dateOf(time) === text && time > 0;
}

/** Whether a time zone of IANA has this name, such as Europe/Berlin or UTC. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false; // a RangeError: there is none
  }
}

/** The days from one to another, both included; none where the first is after the last. */
export function datesBetween(first: string, last: string): string[] {
  const [from, to] = [first, last].map((date) => Date.parse(`${date}T00:00:00Z`)) as [number, number];
  const days = Math.max(0, Math.round((to - from) / DAY_MS) + 1);
  return Array.from({ length: days }, (_, index) => dateOf(from + index * DAY_MS));
}

/** The day after. */
export function nextDate(date: string): string {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + DAY_MS);
}

/** The first moment of a day in a time zone: mostly midnight, and one o'clock where the clock is put forward at midnight. */
export function beginOfDate(date: string, timeZone: string): Date {
  const clock = clockOf(timeZone);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const candidates = [midnight - DAY_MS, midnight + DAY_MS].map((near) => midnight - (clock(near) - near));
  const begin = candidates.sort((one, other) => one - other).find((time) => dateOf(clock(time)) === date);
  return new Date(begin ?? midnight);
}

/** What a zone's clock shows at a time, as if it were UTC. */
function clockOf(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (time) => {
    const shown = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 1, ...rest] = PARTS.map((part) => shown.get(part) ?? 0);
    return Date.UTC(year, month - 1, ...rest);
  };
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
