import type { RowOf } from '../../../common/database/rowset.js';
import type { TraceParent } from '../../../common/tracing/tracing.js';
import type { InboundMessagePart } from '../../../whatsapp/webhooks/webhook-parts.js';
import { searchableText } from '../domain/readable-text.js';
import type { MessageSource } from '../message.entity.js';
import type { InboundMessage } from './inbound-message.js';

/** Columns of what Meta tells of a message, whenever it was said. */
export const ENTRY = {
  id: 'uuid',
  number_id: 'uuid',
  conversation_id: 'uuid',
  direction: 'text',
  kind: 'text',
  content: 'jsonb',
  text: 'text | null',
  search_text: 'text | null',
  whatsapp_id: 'text | null',
  event_key: 'text | null',
  contact_id: 'uuid | null',
  reply_to: 'text | null',
  target: 'text | null',
  is_forwarded: 'boolean',
  source: 'jsonb | null',
  group_id: 'text | null',
  raw: 'jsonb',
  occurred_at: 'timestamptz',
  trace_parent: 'text | null',
} as const;

/** The row of a message, for `ENTRY`. */
export function entryOf(
  { id, message, stored, text, ...inbound }: InboundMessage,
  traceParent: TraceParent | null,
): RowOf<typeof ENTRY> {
  const { content } = message;
  return {
    id,
    number_id: inbound.businessPhoneNumberId,
    conversation_id: inbound.conversation.id,
    direction: message.direction,
    kind: stored.kind,
    content: stored.content,
    text,
    search_text: searchableText(stored, text),
    whatsapp_id: message.whatsappId,
    event_key: message.eventKey,
    contact_id: message.direction === 'INBOUND' ? inbound.authorId : null,
    reply_to: message.replyToWhatsappId,
    target: 'targetWhatsappId' in content ? content.targetWhatsappId : null,
    is_forwarded: message.isForwarded,
    source: sourceOf(message),
    group_id: message.sender.groupId,
    raw: message.raw,
    occurred_at: inbound.occurredAt,
    trace_parent: traceParent,
  };
}

function sourceOf({ referral, referredProduct, isFrequentlyForwarded }: InboundMessagePart): MessageSource | null {
  const isEmpty = referral === null && referredProduct === null && !isFrequentlyForwarded;
  return isEmpty ? null : { referral, referredProduct, isFrequentlyForwarded };
}

/** Addresses for amendments: new messages, of which an amendment may have come before, and the targets of new amendments. */
export function addressesOf(fresh: readonly InboundMessage[]): { businessPhoneNumberId: string; whatsappId: string }[] {
  return fresh.flatMap(({ businessPhoneNumberId, message: { whatsappId, content } }) =>
    [whatsappId, content.kind === 'EDIT' || content.kind === 'REVOKE' ? content.targetWhatsappId : null]
      .filter((id) => id !== null)
      .map((id) => ({ businessPhoneNumberId, whatsappId: id })),
  );
}

/** Messages of a batch, each once. It may hold one twice; ON CONFLICT would not mind, but its conversation would be counted twice. */
export function withoutRepetitions(messages: readonly InboundMessagePart[]): InboundMessagePart[] {
  const byKey = new Map<string, InboundMessagePart>();
  for (const message of messages) {
    const key = `${message.phoneNumberId} ${message.whatsappId ?? message.eventKey ?? ''}`;
    if (!byKey.has(key)) byKey.set(key, message);
  }
  return [...byKey.values()];
}
