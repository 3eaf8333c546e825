import { DAY_MS } from '../../../common/durations.js';

/** Meta keeps analytics of templates for so many days. */
const KEPT_DAYS = 90;
/** Meta adds to a day for so long: customers read and click until a week after it. */
const CHANGING_DAYS = 8;

/** The days that are to be read again, by when something was read last: those that may have changed since then. In UTC. */
export function daysToRead(readAt: Date | null, now: Date): { from: string; to: string } {
  const earliest = now.getTime() - (KEPT_DAYS - 1) * DAY_MS;
  const changed = readAt === null ? earliest : readAt.getTime() - CHANGING_DAYS * DAY_MS;
  return { from: dayOf(Math.min(now.getTime(), Math.max(earliest, changed))), to: dayOf(now.getTime()) };
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
