import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { EventLog } from '../../common/events/event-log.js';
import { newId } from '../../common/ids.js';
import type { InboundContent } from '../../whatsapp/inbound-content.js';
import type { InboundMessage } from '../../whatsapp/webhook-payload.js';
import { PhoneNumbersService } from '../accounts/phone-numbers.service.js';
import { FindOrCreateContactsService } from '../conversations/find-or-create-contacts.service.js';
import { OpenConversationsService, type FoundConversation } from '../conversations/open-conversations.service.js';
import { ReceiveIntoConversationsService, type Activity } from '../conversations/receive-into-conversations.service.js';
import { occurrenceOf } from '../conversations/domain/occurrence.js';

/** A message with everything that it belongs to. */
interface PlacedMessage {
  id: string;
  message: InboundMessage;
  businessPhoneNumberId: string;
  contactId: string;
  conversation: FoundConversation;
  occurredAt: Date;
}

/** Stores what customers wrote: a whole batch with a handful of statements, each message once however often it comes. */
@Injectable()
export class ReceiveMessagesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly contacts: FindOrCreateContactsService,
    private readonly opening: OpenConversationsService,
    private readonly conversations: ReceiveIntoConversationsService,
  ) {}

  /** Runs in the caller's transaction. Returns how many messages were new. */
  async receive(accountId: string, messages: readonly InboundMessage[]): Promise<number> {
    if (messages.length === 0) return 0;
    const placed = await this.place(accountId, withoutRepetitions(messages));
    const stored = await this.insert(accountId, placed);
    const fresh = placed.filter(({ id }) => stored.has(id));
    if (fresh.length === 0) return 0;
    await this.conversations.recordInbound(accountId, activitiesOf(fresh));
    for (const { id, conversation } of fresh) {
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId: conversation.id });
    }
    return fresh.length;
  }

  private async place(accountId: string, messages: InboundMessage[]): Promise<PlacedMessage[]> {
    const now = this.clock.now();
    const numberIds = await this.numberIds(accountId, messages);
    const contactIds = await this.contacts.resolve(
      accountId,
      messages.map(({ sender }) => sender),
    );
    const ends = messages.map((message, index) => ({
      businessPhoneNumberId: numberIds.get(message.phoneNumberId) ?? '',
      contactId: contactIds[index] ?? '',
    }));
    const conversations = await this.opening.findOrOpen(accountId, ends, 'CUSTOMER_INITIATED', now);
    return messages.flatMap((message, index) => {
      const [end, conversation] = [ends[index], conversations[index]];
      if (end === undefined || conversation === undefined) return [];
      return [{ ...end, id: newId(), message, conversation, occurredAt: occurrenceOf(message.occurredAt, now) }];
    });
  }

  /** Our ids of the numbers, by Meta's. */
  private async numberIds(accountId: string, messages: InboundMessage[]): Promise<Map<string, string>> {
    const displayed = new Map(messages.map((message) => [message.phoneNumberId, message.displayPhoneNumber]));
    const ids = new Map<string, string>();
    for (const [phoneNumberId, displayPhoneNumber] of displayed) {
      ids.set(phoneNumberId, await this.phoneNumbers.idOf(accountId, phoneNumberId, displayPhoneNumber));
    }
    return ids;
  }

  private async insert(accountId: string, placed: readonly PlacedMessage[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content,
                             text, whatsapp_id, event_key, author_contact_id, reply_to_whatsapp_id, is_forwarded, occurred_at, created_at)
       SELECT entry.id, $1, entry.number_id, entry.conversation_id, 'INBOUND', 'RECEIVED', entry.kind, entry.content,
              entry.text, entry.whatsapp_id, entry.event_key, entry.contact_id, entry.reply_to, entry.is_forwarded, entry.occurred_at, $14
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::jsonb[], $7::text[], $8::text[], $9::text[],
                     $10::uuid[], $11::text[], $12::boolean[], $13::timestamptz[])
           AS entry (id, number_id, conversation_id, kind, content, text, whatsapp_id, event_key,
                     contact_id, reply_to, is_forwarded, occurred_at)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        accountId,
        placed.map(({ id }) => id),
        placed.map(({ businessPhoneNumberId }) => businessPhoneNumberId),
        placed.map(({ conversation }) => conversation.id),
        placed.map(({ message }) => message.content.kind),
        placed.map(({ message }) => JSON.stringify(storedContent(message.content))),
        placed.map(({ message }) => textOf(message.content)),
        placed.map(({ message }) => message.whatsappId),
        placed.map(({ message }) => message.eventKey),
        placed.map(({ contactId }) => contactId),
        placed.map(({ message }) => message.replyToWhatsappId),
        placed.map(({ message }) => message.isForwarded),
        placed.map(({ occurredAt }) => occurredAt.toISOString()),
        this.clock.now(),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

/** One batch may hold a message twice; ON CONFLICT would not mind, but its conversation would be counted twice. */
function withoutRepetitions(messages: readonly InboundMessage[]): InboundMessage[] {
  const byKey = new Map<string, InboundMessage>();
  for (const message of messages) {
    const key = `${message.phoneNumberId} ${message.whatsappId ?? message.eventKey ?? ''}`;
    if (!byKey.has(key)) byKey.set(key, message);
  }
  return [...byKey.values()];
}

function storedContent(content: InboundContent): object {
  if (content.kind === 'TEXT') return { body: content.body, referral: content.referral };
  return { type: content.type, details: content.details, raw: content.raw };
}

function textOf(content: InboundContent): string | null {
  return content.kind === 'TEXT' ? content.body : content.text;
}

/** One activity a conversation: its latest message, and when the customer last wrote. */
function activitiesOf(messages: readonly PlacedMessage[]): Activity[] {
  const byConversation = new Map<string, Activity>();
  for (const { id, conversation, occurredAt, message } of messages) {
    const inboundAt = message.isWrittenByCustomer ? occurredAt : null;
    const sofar = byConversation.get(conversation.id);
    if (sofar === undefined) {
      byConversation.set(conversation.id, { conversation, messageId: id, occurredAt, inboundAt });
      continue;
    }
    if (occurredAt >= sofar.occurredAt) Object.assign(sofar, { messageId: id, occurredAt });
    if (inboundAt !== null && (sofar.inboundAt === null || inboundAt > sofar.inboundAt)) sofar.inboundAt = inboundAt;
  }
  return [...byConversation.values()];
}
