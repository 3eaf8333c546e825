const FIRST_DELAY_MS = 1_000;
/** The longest delay, in milliseconds. */
export const MAX_BACKOFF_MS = 5 * 60_000;
/** After that many attempts the message fails, visibly. */
export const MAX_ATTEMPTS = 20;

/** Back-off in milliseconds after this many attempts: doubling, with jitter (`random`, 0 to 1), so that queues do not march in step. */
export function backoffMs(attempts: number, random: number): number {
  const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), MAX_BACKOFF_MS);
  return Math.round(ceiling * (0.5 + random / 2));
}
