const DAY_MS = 86_400_000;

/** What decides who is notified of a customer's message. */
export interface ConversationOwnership {
  /** When a colleague last acted: wrote to the customer, reacted, was added or assigned. Null: nobody ever did. */
  lastActedAt: Date | null;
  returnAfterDays: number;
  /** Who sent the template that nobody has written after. */
  templateSenderId: string | null;
  /** Those who are active and may see the account. */
  participantIds: readonly string[];
  /** Of the phone number; those who are active and may see the account. */
  notifyUserIds: readonly string[];
}

export type InboundReason = 'CUSTOMER_WROTE_FIRST' | 'PARTICIPANT' | 'TEMPLATE_SENDER' | 'RETURNED_TO_NOTIFY_USERS';

/** Who is notified of a customer's message, and what changes in the conversation by it. */
export interface NotifyDecision {
  recipients: { userId: string; reason: InboundReason }[];
  newParticipantIds: string[];
  /** Ownership has lapsed: nobody acted for `returnAfterDays`, and the notify-users are asked again. */
  hasLapsed: boolean;
}

/** The last moment at which the conversation is owned; null: nobody ever acted in it. */
export function ownedUntil(lastActedAt: Date | null, returnAfterDays: number): Date | null {
  return lastActedAt === null ? null : new Date(lastActedAt.getTime() + returnAfterDays * DAY_MS);
}

/** Whether somebody acted within `returnAfterDays`. */
export function isOwned(lastActedAt: Date | null, returnAfterDays: number, now: Date): boolean {
  const end = ownedUntil(lastActedAt, returnAfterDays);
  return end !== null && now <= end;
}

/**
 * Who is notified that a customer wrote: the participants while the conversation is owned, otherwise every notify-user
 * of the number, who thereby takes part. Where there are no notify-users, the participants are better than nobody.
 */
export function whoIsNotified(ownership: ConversationOwnership, now: Date): NotifyDecision {
  const { lastActedAt, returnAfterDays, participantIds, notifyUserIds, templateSenderId } = ownership;
  const hasOwner = isOwned(lastActedAt, returnAfterDays, now) && participantIds.length > 0;
  if (hasOwner || notifyUserIds.length === 0) {
    const recipients = participantIds.map((userId) => ({
      userId,
      reason: userId === templateSenderId ? ('TEMPLATE_SENDER' as const) : ('PARTICIPANT' as const),
    }));
    return { recipients, newParticipantIds: [], hasLapsed: false };
  }
  const reason = lastActedAt === null ? 'CUSTOMER_WROTE_FIRST' : 'RETURNED_TO_NOTIFY_USERS';
  return {
    recipients: notifyUserIds.map((userId) => ({ userId, reason })),
    newParticipantIds: notifyUserIds.filter((userId) => !participantIds.includes(userId)),
    hasLapsed: lastActedAt !== null,
  };
}

/**
 * Whether neither side has been heard for `returnAfterDays`: a template then starts between its sender and the customer
 * alone, because whoever took part before has nothing to do with it.
 */
export function isDormant(
  { lastActedAt, lastInboundAt }: { lastActedAt: Date | null; lastInboundAt: Date | null },
  returnAfterDays: number,
  now: Date,
): boolean {
  return !isOwned(lastActedAt, returnAfterDays, now) && !isOwned(lastInboundAt, returnAfterDays, now);
}
