/** WhatsApp lets a business reply freely for 24 hours after the customer last wrote. */
const WINDOW_MS = 24 * 3_600_000;

export interface ServiceWindow {
  isOpen: boolean;
  /** When it closes, or closed; null if the customer never wrote. */
  expiresAt: Date | null;
}

export function serviceWindow(lastInboundAt: Date | null, now: Date): ServiceWindow {
  if (lastInboundAt === null) return { isOpen: false, expiresAt: null };
  const expiresAt = new Date(lastInboundAt.getTime() + WINDOW_MS);
  return { isOpen: now < expiresAt, expiresAt };
}

/** A window is open for whoever wrote after this moment. */
export function earliestInboundOfOpenWindow(now: Date): Date {
  return new Date(now.getTime() - WINDOW_MS);
}
