/**
 * SQL condition that the time in `column` has come at the time `now` (both SQL; `now` a parameter such as `$1`). It never
 * lies more than `maxMs` ahead when it is written: one that does was written before the clock was set back, and counts as
 * come, so that no work waits until the clock has caught up. False where the column is NULL.
 */
export function isDueSql(column: string, now: string, maxMs: number): string {
  return `(${column} <= ${now}::timestamptz OR ${column} > ${now}::timestamptz + make_interval(secs => ${maxMs / 1_000}))`;
}

/** Whether a time has come, by the same rule as `isDueSql`. */
export function isDue(time: Date, now: Date, maxMs: number): boolean {
  return time <= now || time.getTime() > now.getTime() + maxMs;
}
