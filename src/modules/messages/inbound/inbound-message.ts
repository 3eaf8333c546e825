import type { InboundMessagePart } from '../../../whatsapp/webhooks/webhook-parts.js';
import type { ReportedInbound } from '../../conversations/activity/notify-operators.service.js';
import type { FoundConversation } from '../../conversations/activity/open-conversations.service.js';
import type { InboundActivity, WaitingChange } from '../../conversations/activity/inbound-activity.service.js';
import { notificationText } from '../domain/readable-text.js';
import { AMENDMENT_KINDS, type StoredContent } from '../domain/message-content.js';

/** An inbound message: a part of a delivery with the ids of its number, contact and conversation here. */
export interface InboundMessage {
  id: string;
  message: InboundMessagePart;
  stored: StoredContent;
  text: string | null;
  /** Our id of the file that may have come with it. */
  mediaId: string;
  businessPhoneNumberId: string;
  /** Whose conversation it is in: the customer, or the group. */
  contactId: string;
  /** Who wrote it: in a group the member, where Meta says who. */
  authorId: string;
  conversation: FoundConversation;
  occurredAt: Date;
}

/** Shown by itself: no amendment. */
export function isMessage({ kind }: StoredContent): boolean {
  return !AMENDMENT_KINDS.includes(kind);
}

/** A reaction given: nobody is notified of one that was taken back. */
export function isReaction(stored: StoredContent): boolean {
  return stored.kind === 'REACTION' && stored.content.emoji !== null;
}

/** How long customers have waited, by conversation: who wrote after whom in a batch, in the order in which it is stored. */
export function waitingChanges(messages: readonly InboundMessage[]): ReadonlyMap<string, WaitingChange> {
  const changes = new Map<string, WaitingChange>();
  for (const { conversation, message, occurredAt } of messages) {
    const { isAnswered, since } = changes.get(conversation.id) ?? UNCHANGED;
    if (message.direction === 'OUTBOUND') changes.set(conversation.id, { isAnswered: true, since: null });
    else if (message.isWrittenByCustomer && (since === null || occurredAt < since))
      changes.set(conversation.id, { isAnswered, since: occurredAt });
  }
  return changes;
}

const UNCHANGED: WaitingChange = { isAnswered: false, since: null };

/** One activity a conversation: its latest message, and when the customer last wrote. */
export function activitiesOf(
  messages: readonly InboundMessage[],
  waiting: ReadonlyMap<string, WaitingChange>,
): InboundActivity[] {
  const byConversation = new Map<string, InboundActivity>();
  for (const { id, conversation, occurredAt, message } of messages) {
    const inboundAt = message.isWrittenByCustomer ? occurredAt : null;
    const opens = message.isWrittenByCustomer || message.direction === 'OUTBOUND';
    const activity = byConversation.get(conversation.id);
    if (activity === undefined) {
      byConversation.set(conversation.id, {
        ...{ conversation, messageId: id, occurredAt, inboundAt, opens },
        waiting: waiting.get(conversation.id) ?? UNCHANGED,
      });
      continue;
    }
    if (occurredAt >= activity.occurredAt) Object.assign(activity, { messageId: id, occurredAt });
    if (inboundAt !== null && (activity.inboundAt === null || inboundAt > activity.inboundAt))
      activity.inboundAt = inboundAt;
    activity.opens ||= opens;
  }
  return [...byConversation.values()];
}

/** What operators are notified of: what customers wrote, not notices of Meta. */
export function reportedInbound(messages: readonly InboundMessage[]): ReportedInbound[] {
  return messages
    .filter(({ message }) => message.isWrittenByCustomer)
    .map(({ id, conversation, stored, text }) => ({
      conversationId: conversation.id,
      messageId: id,
      text: notificationText(stored, text),
    }));
}
