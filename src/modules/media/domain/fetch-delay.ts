/** Over about eight hours in all; Meta keeps the file for seven days, and a person can ask again. */
export const MAX_FETCH_ATTEMPTS = 12;
const MIN_DELAY_MS = 2_000;
const MAX_DELAY_MS = 2 * 3_600_000;

/** How long to wait after the attempt with this number, from 1. `chance` is from 0 to 1: it keeps many from coming back at once. */
export function fetchDelayMs(attempt: number, chance: number): number {
  const full = Math.min(MIN_DELAY_MS * 3 ** (attempt - 1), MAX_DELAY_MS);
  return Math.round(full / 2 + (full / 2) * chance);
}
