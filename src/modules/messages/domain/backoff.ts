const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 5 * 60_000;
/** After that many attempts the message fails, visibly. */
export const MAX_ATTEMPTS = 20;

/** How long to wait after an attempt that Meta asked to repeat: doubling, with jitter, so that queues do not march in step. */
export function backoffMs(attempts: number, random: number): number {
  const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), MAX_DELAY_MS);
  return Math.round(ceiling * (0.5 + random / 2));
}
