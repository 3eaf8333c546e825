/**
 * Recipient limit (Meta's pair rate limit): one message in six seconds to one customer, and 45 at once that are paid for
 * with silence. It is kept as one time a conversation, the theoretical arrival time: when all 45 are free again. Every
 * message moves it six seconds on, from now at the earliest.
 */
export const RECIPIENT_INTERVAL_MS = 6_000;
export const RECIPIENT_BURST = 45;

/** Latest theoretical arrival time with which one more message may go now. */
export function latestArrivalAt(now: Date): Date {
  return new Date(now.getTime() + (RECIPIENT_BURST - 1) * RECIPIENT_INTERVAL_MS);
}
