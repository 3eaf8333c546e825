/** So many refusals in a row are told to the administrators. */
export const TOLD_AFTER = 3;

const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;
const UNITS: Readonly<Record<string, number>> = {
  second: SECOND_MS,
  minute: 60 * SECOND_MS,
  hour: 3_600 * SECOND_MS,
  day: DAY_MS,
};
const DURATION = /(\d{1,4})\s*(second|minute|hour|day)s?\b/i;
/** Longer than Meta has ever asked for: whoever writes more has written something else. */
const MAX_HOLD_MS = 7 * DAY_MS;

/**
 * How long Meta takes no PIN, in milliseconds: as the details of its refusal say, else `usualMs`, after which one try finds out.
 */
export function holdAfter(details: string | null, usualMs: number): number {
  const [, count, unit] = DURATION.exec(details ?? '') ?? [];
  if (count === undefined || unit === undefined) return usualMs;
  return Math.min(Number(count) * (UNITS[unit.toLowerCase()] ?? usualMs), MAX_HOLD_MS);
}
