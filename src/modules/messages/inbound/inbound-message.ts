import type { WebhookMessage } from '../../../whatsapp/webhooks/webhook-parts.js';
import type { ReportedInbound } from '../../conversations/activity/notify-operators.service.js';
import type { FoundConversation } from '../../conversations/activity/open-conversations.service.js';
import type { Activity } from '../../conversations/activity/inbound-activity.service.js';
import { noticeText } from '../domain/readable-text.js';
import { AMENDMENT_KINDS, type StoredContent } from '../domain/message-content.js';

/** A message of Meta's with everything that it belongs to here. */
export interface PlacedInboundMessage {
  id: string;
  message: WebhookMessage;
  stored: StoredContent;
  text: string | null;
  /** Our id of the file that may have come with it. */
  mediaId: string;
  businessPhoneNumberId: string;
  contactId: string;
  conversation: FoundConversation;
  occurredAt: Date;
}

/** Part of the conversation itself: no reaction, edit or deletion. */
export function isConversation({ kind }: StoredContent): boolean {
  return !AMENDMENT_KINDS.includes(kind);
}

/** A reaction given; taking one back is nothing that anybody has to know. */
export function isReaction(stored: StoredContent): boolean {
  return stored.kind === 'REACTION' && stored.content.emoji !== null;
}

/** One activity a conversation: its latest message, and when the customer last wrote. */
export function activitiesOf(messages: readonly PlacedInboundMessage[]): Activity[] {
  const byConversation = new Map<string, Activity>();
  for (const { id, conversation, occurredAt, message } of messages) {
    const inboundAt = message.isWrittenByCustomer ? occurredAt : null;
    const opens = message.isWrittenByCustomer || message.direction === 'OUTBOUND';
    const sofar = byConversation.get(conversation.id);
    if (sofar === undefined) {
      byConversation.set(conversation.id, { conversation, messageId: id, occurredAt, inboundAt, opens });
      continue;
    }
    if (occurredAt >= sofar.occurredAt) Object.assign(sofar, { messageId: id, occurredAt });
    if (inboundAt !== null && (sofar.inboundAt === null || inboundAt > sofar.inboundAt)) sofar.inboundAt = inboundAt;
    sofar.opens ||= opens;
  }
  return [...byConversation.values()];
}

/** What colleagues are to be told of: what customers wrote, not notices of Meta. */
export function toldOf(messages: readonly PlacedInboundMessage[]): ReportedInbound[] {
  return messages
    .filter(({ message }) => message.isWrittenByCustomer)
    .map(({ id, conversation, stored, text }) => ({
      conversationId: conversation.id,
      messageId: id,
      text: noticeText(stored, text),
    }));
}
