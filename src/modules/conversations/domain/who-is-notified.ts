const DAY_MS = 86_400_000;

/** Who may be told of what a customer writes, as far as the rules look at it. */
export interface ConversationOwnership {
  /** When somebody last did something here for the customer: wrote, was added, took it over. Null: nobody ever did. */
  lastActedAt: Date | null;
  returnAfterDays: number;
  /** Who sent the template that nobody has written after. */
  templateSenderId: string | null;
  /** Those who are active and may see the account. */
  participantIds: readonly string[];
  notifyUserIds: readonly string[];
}

export type InboundReason = 'CUSTOMER_WROTE_FIRST' | 'PARTICIPANT' | 'TEMPLATE_SENDER' | 'RETURNED_TO_NOTIFY_USERS';

export interface NotifyDecision {
  recipients: { userId: string; reason: InboundReason }[];
  /** Who becomes a participant. */
  newParticipantIds: string[];
  /** Nobody acted for so long that it is everybody's again. */
  hasLapsed: boolean;
}

/** After this moment nobody has the conversation any more; null: nobody has it now. */
export function ownedUntil(lastActedAt: Date | null, returnAfterDays: number): Date | null {
  return lastActedAt === null ? null : new Date(lastActedAt.getTime() + returnAfterDays * DAY_MS);
}

/** Whether somebody answers for the conversation: they acted within `returnAfterDays`. */
export function isOwned(lastActedAt: Date | null, returnAfterDays: number, now: Date): boolean {
  const end = ownedUntil(lastActedAt, returnAfterDays);
  return end !== null && now <= end;
}

/**
 * Who is told that a customer wrote: the participants while one of them acts, otherwise every notify-user of the number,
 * who thereby takes part. Where there are no notify-users, the participants are better than nobody.
 */
export function whoIsNotified(people: ConversationOwnership, now: Date): NotifyDecision {
  const { lastActedAt, returnAfterDays, participantIds, notifyUserIds, templateSenderId } = people;
  const held = isOwned(lastActedAt, returnAfterDays, now) && participantIds.length > 0;
  if (held || notifyUserIds.length === 0) {
    const notified = participantIds.map((userId) => ({
      userId,
      reason: userId === templateSenderId ? ('TEMPLATE_SENDER' as const) : ('PARTICIPANT' as const),
    }));
    return { recipients: notified, newParticipantIds: [], hasLapsed: false };
  }
  const reason = lastActedAt === null ? 'CUSTOMER_WROTE_FIRST' : 'RETURNED_TO_NOTIFY_USERS';
  return {
    recipients: notifyUserIds.map((userId) => ({ userId, reason })),
    newParticipantIds: notifyUserIds.filter((userId) => !participantIds.includes(userId)),
    hasLapsed: lastActedAt !== null,
  };
}

/**
 * Whether a template begins anew between its sender and the customer alone: neither of the two sides has been heard for
 * `returnAfterDays`, so whoever took part before has nothing to do with it.
 */
export function isDormant(
  { lastActedAt, lastInboundAt }: { lastActedAt: Date | null; lastInboundAt: Date | null },
  returnAfterDays: number,
  now: Date,
): boolean {
  return !isOwned(lastActedAt, returnAfterDays, now) && !isOwned(lastInboundAt, returnAfterDays, now);
}
