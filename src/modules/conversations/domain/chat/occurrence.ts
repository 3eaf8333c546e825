/** Clocks differ a little; a message from further in the future than this has a wrong time. */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** When a message was written: Meta's time, unless it is missing or cannot be, then when it was received. */
export function occurrenceOf(metaTime: Date | null, receivedAt: Date): Date {
  if (metaTime === null || metaTime.getTime() > receivedAt.getTime() + CLOCK_DIFFERENCE_MS) return receivedAt;
  return metaTime;
}
