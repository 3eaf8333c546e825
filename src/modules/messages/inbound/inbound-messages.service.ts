import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { newId } from '../../../common/ids.js';
import type { WebhookMessage } from '../../../whatsapp/webhooks/webhook-parts.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { ContactIdentityService } from '../../conversations/contacts/contact-identity.service.js';
import { UpsertContactsService } from '../../conversations/contacts/upsert-contacts.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { OpenConversationsService } from '../../conversations/activity/open-conversations.service.js';
import { InboundActivityService } from '../../conversations/activity/inbound-activity.service.js';
import { occurrenceOf } from '../../conversations/domain/occurrence.js';
import { InboundMediaService } from '../../media/inbound-media.service.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AmendmentsService } from './amendments.service.js';
import { searchableText, textOf } from '../domain/readable-text.js';
import { storedContent } from '../domain/message-content.js';
import { activitiesOf, isConversation, isReaction, toldOf, type PlacedInboundMessage } from './inbound-message.js';
import { MessageStatusesService } from './message-statuses.service.js';

/** Stores what customers wrote: a whole batch with a handful of statements, each message once however often it comes. */
@Injectable()
export class InboundMessagesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly contacts: UpsertContactsService,
    private readonly opening: OpenConversationsService,
    private readonly conversations: InboundActivityService,
    private readonly media: InboundMediaService,
    private readonly amendments: AmendmentsService,
    private readonly statuses: MessageStatusesService,
    private readonly marketing: MarketingPreferencesService,
    private readonly numbers: ContactIdentityService,
    private readonly notifications: NotificationsService,
  ) {}

  /** Runs in the caller's transaction. Returns how many messages were new. */
  async receive(accountId: string, messages: readonly WebhookMessage[]): Promise<number> {
    if (messages.length === 0) return 0;
    const placed = await this.place(accountId, withoutRepetitions(messages));
    const stored = await this.insert(accountId, placed);
    const fresh = placed.filter(({ id }) => stored.has(id));
    if (fresh.length === 0) return 0;
    await this.noteFiles(accountId, fresh);
    await this.amendments.apply(addressesOf(fresh));
    const notifications = await this.recordInConversations(accountId, fresh);
    for (const { id, conversation } of fresh) {
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId: conversation.id });
    }
    await this.notifications.notify(...notifications);
    await this.applyWhatItTells(accountId, fresh);
    return fresh.length;
  }

  private async place(accountId: string, messages: WebhookMessage[]): Promise<PlacedInboundMessage[]> {
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
      const mediaId = newId();
      const content = storedContent(message.content, mediaId);
      const text = textOf(content, message.content.kind === 'UNSUPPORTED' ? message.content.text : null);
      const occurredAt = occurrenceOf(message.occurredAt, now);
      return [{ ...end, id: newId(), message, stored: content, text, mediaId, conversation, occurredAt }];
    });
  }

  /** Our ids of the numbers, by Meta's. */
  private async numberIds(accountId: string, messages: WebhookMessage[]): Promise<Map<string, string>> {
    const displayed = new Map(messages.map((message) => [message.phoneNumberId, message.displayPhoneNumber]));
    const ids = new Map<string, string>();
    for (const [phoneNumberId, displayPhoneNumber] of displayed) {
      ids.set(phoneNumberId, await this.phoneNumbers.idOf(accountId, phoneNumberId, displayPhoneNumber));
    }
    return ids;
  }

  private async insert(accountId: string, placed: readonly PlacedInboundMessage[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, origin, kind, content,
                             text, search_text, whatsapp_id, event_key, author_contact_id, reply_to_whatsapp_id, target_whatsapp_id,
                             is_forwarded, source, occurred_at, created_at, accepted_at)
       SELECT entry.id, $1, entry.number_id, entry.conversation_id, entry.direction,
              CASE entry.direction WHEN 'INBOUND' THEN 'RECEIVED' ELSE 'SENT' END,
              CASE entry.direction WHEN 'INBOUND' THEN NULL ELSE 'PHONE_APP' END, entry.kind, entry.content,
              entry.text, entry.search_text, entry.whatsapp_id, entry.event_key, entry.contact_id, entry.reply_to, entry.target,
              entry.is_forwarded, entry.source, entry.occurred_at, $2,
              CASE entry.direction WHEN 'INBOUND' THEN NULL ELSE entry.occurred_at END
         FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::text[], $11::text[],
                     $12::text[], $13::uuid[], $14::text[], $15::text[], $16::boolean[], $17::jsonb[], $18::timestamptz[])
           AS entry (id, number_id, conversation_id, direction, kind, content, text, search_text, whatsapp_id, event_key,
                     contact_id, reply_to, target, is_forwarded, source, occurred_at)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        accountId,
        this.clock.now(),
        placed.map(({ id }) => id),
        placed.map(({ businessPhoneNumberId }) => businessPhoneNumberId),
        placed.map(({ conversation }) => conversation.id),
        placed.map(({ message }) => message.direction),
        placed.map(({ stored }) => stored.kind),
        placed.map(({ stored }) => JSON.stringify(stored.content)),
        placed.map(({ text }) => text),
        placed.map(({ stored, text }) => searchableText(stored, text)),
        placed.map(({ message }) => message.whatsappId),
        placed.map(({ message }) => message.eventKey),
        placed.map(({ message, contactId }) => (message.direction === 'INBOUND' ? contactId : null)),
        placed.map(({ message }) => message.replyToWhatsappId),
        placed.map(({ message: { content } }) => ('targetWhatsappId' in content ? content.targetWhatsappId : null)),
        placed.map(({ message }) => message.isForwarded),
        placed.map(({ message }) => sourceOf(message)),
        placed.map(({ occurredAt }) => occurredAt.toISOString()),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async noteFiles(accountId: string, fresh: readonly PlacedInboundMessage[]): Promise<void> {
    const files = fresh.flatMap(({ id, mediaId, businessPhoneNumberId, message: { content } }) =>
      content.kind === 'MEDIA' ? [{ id: mediaId, messageId: id, businessPhoneNumberId, file: content }] : [],
    );
    await this.media.record(accountId, files);
  }

  private async recordInConversations(
    accountId: string,
    fresh: readonly PlacedInboundMessage[],
  ): Promise<Parameters<NotificationsService['notify']>> {
    const inbound = fresh.filter(({ message, stored }) => message.direction === 'INBOUND' && isConversation(stored));
    const echoes = fresh.filter(({ message, stored }) => message.direction === 'OUTBOUND' && isConversation(stored));
    const reactions = fresh.filter(({ message, stored }) => message.direction === 'INBOUND' && isReaction(stored));
    const notifications =
      inbound.length === 0
        ? []
        : await this.conversations.recordInbound(accountId, activitiesOf(inbound), toldOf(inbound));
    await this.conversations.recordEchoes(accountId, activitiesOf(echoes));
    await this.statuses.applyEarly(
      echoes.map(({ businessPhoneNumberId, message, id }) => ({
        businessPhoneNumberId,
        whatsappId: message.whatsappId ?? '',
        messageId: id,
      })),
    );
    const windows = reactions.map(({ conversation, occurredAt }) => ({
      conversationId: conversation.id,
      inboundAt: occurredAt,
    }));
    return [...notifications, ...(await this.conversations.recordReactions(accountId, windows, toldOf(reactions)))];
  }

  /** Words that end or begin marketing; other ids of the customer. Last, because contacts may become one by it. */
  private async applyWhatItTells(accountId: string, fresh: readonly PlacedInboundMessage[]): Promise<void> {
    await this.marketing.applyWords(
      fresh
        .filter(({ message }) => message.isWrittenByCustomer && ['TEXT', 'REPLY'].includes(message.content.kind))
        .map(({ contactId, text, occurredAt }) => ({ contactId, text, occurredAt })),
    );
    for (const { contactId, message } of fresh) {
      const { content, sender } = message;
      if (content.kind === 'SYSTEM' && content.change !== null && sender.groupId === null)
        await this.numbers.ofContact(accountId, contactId, content.change);
      if (content.kind === 'CONTACTS' && content.ownWaId !== null && sender.groupId === null)
        await this.numbers.ofContact(accountId, contactId, {
          waId: content.ownWaId,
          userId: null,
          previousUserId: null,
        });
    }
  }
}

/** One batch may hold a message twice; ON CONFLICT would not mind, but its conversation would be counted twice. */
function withoutRepetitions(messages: readonly WebhookMessage[]): WebhookMessage[] {
  const byKey = new Map<string, WebhookMessage>();
  for (const message of messages) {
    const key = `${message.phoneNumberId} ${message.whatsappId ?? message.eventKey ?? ''}`;
    if (!byKey.has(key)) byKey.set(key, message);
  }
  return [...byKey.values()];
}

function sourceOf({ referral, referredProduct }: WebhookMessage): string | null {
  return referral === null && referredProduct === null ? null : JSON.stringify({ referral, referredProduct });
}

/** New messages, of which an edit may have come before; and those that something new speaks of. */
function addressesOf(fresh: readonly PlacedInboundMessage[]): { businessPhoneNumberId: string; whatsappId: string }[] {
  return fresh.flatMap(({ businessPhoneNumberId, message: { whatsappId, content } }) =>
    [whatsappId, content.kind === 'EDIT' || content.kind === 'REVOKE' ? content.targetWhatsappId : null]
      .filter((id) => id !== null)
      .map((id) => ({ businessPhoneNumberId, whatsappId: id })),
  );
}
