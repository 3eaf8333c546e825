import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset, type RowOf } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { newId } from '../../../common/ids.js';
import { Tracing, type TraceParent } from '../../../common/tracing/tracing.js';
import type { InboundMessagePart } from '../../../whatsapp/webhooks/webhook-parts.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { ContactIdentityService } from '../../conversations/contacts/identities/contact-identity.service.js';
import { ReportedIdentitiesService } from '../../conversations/contacts/identities/reported-identities.service.js';
import { UpsertContactsService } from '../../conversations/contacts/identities/upsert-contacts.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { OpenConversationsService } from '../../conversations/activity/open-conversations.service.js';
import { InboundActivityService } from '../../conversations/activity/inbound-activity.service.js';
import { occurrenceOf } from '../../conversations/domain/chat/occurrence.js';
import { InboundMediaService } from '../../media/inbound-media.service.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AmendmentsService } from './amendments.service.js';
import { searchableText, textOf } from '../domain/readable-text.js';
import { storedContent } from '../domain/message-content.js';
import { fileIn } from '../../../whatsapp/webhooks/inbound/inbound-content.js';
import type { MessageSource } from '../message.entity.js';
import {
  activitiesOf,
  isMessage,
  isReaction,
  reportedInbound,
  waitingChanges,
  type InboundMessage,
} from './inbound-message.js';
import { MessageStatusesService } from './message-statuses.service.js';
import { storedInTrace } from './stored-in-trace.js';

const ENTRY = {
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

/** Stores inbound messages: a whole batch with a handful of statements, each message once however often it comes. */
@Injectable()
export class InboundMessagesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly contacts: UpsertContactsService,
    private readonly conversations: OpenConversationsService,
    private readonly activity: InboundActivityService,
    private readonly media: InboundMediaService,
    private readonly amendments: AmendmentsService,
    private readonly statuses: MessageStatusesService,
    private readonly marketing: MarketingPreferencesService,
    private readonly identities: ContactIdentityService,
    private readonly reported: ReportedIdentitiesService,
    private readonly notifications: NotificationsService,
    private readonly tracing: Tracing,
  ) {}

  /** Runs in the caller's transaction. Returns how many messages were new. */
  async receive(accountId: string, messages: readonly InboundMessagePart[]): Promise<number> {
    if (messages.length === 0) return 0;
    const inbound = await this.locate(accountId, withoutRepetitions(messages));
    const stored = await this.insert(accountId, inbound);
    const fresh = inbound.filter(({ id }) => stored.has(id));
    if (fresh.length === 0) return 0;
    await this.recordFiles(accountId, fresh);
    await this.amendments.apply(addressesOf(fresh));
    const notifications = await this.recordInConversations(accountId, fresh);
    for (const inbound of fresh) {
      const { id, conversation } = inbound;
      this.events.append({
        accountId,
        kind: 'MESSAGE',
        entityId: id,
        conversationId: conversation.id,
        change: 'CREATED',
        ...storedInTrace(this.tracing, inbound),
      });
    }
    await this.notifications.notify(...notifications);
    await this.applyConsequences(accountId, fresh);
    return fresh.length;
  }

  /** Finds or creates what each belongs to: number, contact, conversation. */
  private async locate(accountId: string, messages: InboundMessagePart[]): Promise<InboundMessage[]> {
    const now = this.clock.now();
    const numberIds = await this.numberIds(accountId, messages);
    const persons = await this.persons(accountId, messages);
    const ends = messages.map((message, index) => ({
      businessPhoneNumberId: numberIds.get(message.phoneNumberId) ?? '',
      contactId: persons[index]?.contactId ?? '',
      authorId: persons[index]?.authorId ?? '',
    }));
    const conversations = await this.conversations.findOrOpen(accountId, ends, 'CUSTOMER_INITIATED', now);
    return messages.flatMap((message, index) => {
      const [end, conversation] = [ends[index], conversations[index]];
      if (end === undefined || conversation === undefined) return [];
      const mediaId = newId();
      const content = storedContent(message.content, mediaId);
      const text = textOf(content);
      const occurredAt = occurrenceOf(message.occurredAt, now);
      return [{ ...end, id: newId(), message, stored: content, text, mediaId, conversation, occurredAt }];
    });
  }

  /** Whose conversation each belongs to, and who wrote it; what Meta reports of the latter is recorded. */
  private async persons(
    accountId: string,
    messages: InboundMessagePart[],
  ): Promise<{ contactId: string; authorId: string }[]> {
    const members = messages.flatMap(({ participant }) => participant ?? []);
    const ids = await this.contacts.upsert(accountId, [...messages.map(({ sender }) => sender), ...members]);
    const memberIds = ids.slice(messages.length);
    const persons = messages.map(({ participant }, index) => {
      const contactId = ids[index] ?? '';
      return { contactId, authorId: participant === null ? contactId : (memberIds.shift() ?? contactId) };
    });
    await this.reported.record(
      messages.flatMap(({ identity, sender, participant }, index) =>
        sender.groupId !== null && participant === null
          ? []
          : [{ ...identity, contactId: persons[index]?.authorId ?? '' }],
      ),
    );
    return persons;
  }

  /** Our ids of the numbers, by Meta's. */
  private async numberIds(accountId: string, messages: InboundMessagePart[]): Promise<Map<string, string>> {
    const displayed = new Map(messages.map((message) => [message.phoneNumberId, message.displayPhoneNumber]));
    const ids = new Map<string, string>();
    for (const [phoneNumberId, displayPhoneNumber] of displayed) {
      ids.set(phoneNumberId, await this.phoneNumbers.idOf(accountId, phoneNumberId, displayPhoneNumber));
    }
    return ids;
  }

  /** Returns the ids of those that were new. */
  private async insert(accountId: string, messages: readonly InboundMessage[]): Promise<Set<string>> {
    const rowsOf = messages.map((inbound) => entryOf(inbound, this.tracing.contextOf(inbound.message)));
    const entry = rowset('entry', ENTRY, rowsOf, [accountId, this.clock.now()]);
    const rows = await this.database.query<{ id: string }>(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, origin, kind, content,
                             text, search_text, whatsapp_id, event_key, author_contact_id, reply_to_whatsapp_id, target_whatsapp_id,
                             is_forwarded, source, group_id, raw, occurred_at, created_at, accepted_at, trace_parent)
       SELECT entry.id, $1, entry.number_id, entry.conversation_id, entry.direction,
              CASE entry.direction WHEN 'INBOUND' THEN 'RECEIVED' ELSE 'SENT' END,
              CASE entry.direction WHEN 'INBOUND' THEN NULL ELSE 'PHONE_APP' END, entry.kind, entry.content,
              entry.text, entry.search_text, entry.whatsapp_id, entry.event_key, entry.contact_id, entry.reply_to, entry.target,
              entry.is_forwarded, entry.source, entry.group_id, entry.raw, entry.occurred_at, $2,
              CASE entry.direction WHEN 'INBOUND' THEN NULL ELSE entry.occurred_at END, entry.trace_parent
         FROM ${entry.sql}
       ON CONFLICT DO NOTHING RETURNING id`,
      entry.parameters,
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async recordFiles(accountId: string, fresh: readonly InboundMessage[]): Promise<void> {
    const captionIds = await this.amendments.captionEditsAmong(
      fresh.filter(({ message: { content } }) => content.kind === 'EDIT').map(({ id }) => id),
    );
    const files = fresh.flatMap(({ id, mediaId, businessPhoneNumberId, message: { content } }) => {
      const file = captionIds.has(id) ? null : fileIn(content);
      return file === null ? [] : [{ id: mediaId, messageId: id, businessPhoneNumberId, file }];
    });
    await this.media.record(accountId, files);
  }

  private async recordInConversations(
    accountId: string,
    fresh: readonly InboundMessage[],
  ): Promise<Parameters<NotificationsService['notify']>> {
    const inbound = fresh.filter(({ message, stored }) => message.direction === 'INBOUND' && isMessage(stored));
    const echoes = fresh.filter(({ message, stored }) => message.direction === 'OUTBOUND' && isMessage(stored));
    const reactions = fresh.filter(({ message, stored }) => message.direction === 'INBOUND' && isReaction(stored));
    const waiting = waitingChanges(fresh.filter(({ stored }) => isMessage(stored)));
    const notifications =
      inbound.length === 0
        ? []
        : await this.activity.recordInbound(accountId, activitiesOf(inbound, waiting), reportedInbound(inbound));
    await this.activity.recordEchoes(accountId, activitiesOf(echoes, waiting));
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
    return [...notifications, ...(await this.activity.recordReactions(accountId, windows, reportedInbound(reactions)))];
  }

  /** Words that end or begin marketing; other ids of the customer. Last, because contacts may become one by it. */
  private async applyConsequences(accountId: string, fresh: readonly InboundMessage[]): Promise<void> {
    await this.marketing.applyWords(
      fresh
        .filter(({ message }) => message.isWrittenByCustomer && ['TEXT', 'REPLY'].includes(message.content.kind))
        .map(({ contactId, text, occurredAt }) => ({ contactId, text, occurredAt })),
    );
    for (const { authorId, message } of fresh) {
      const { content, sender, participant } = message;
      if (sender.groupId !== null && participant === null) continue;
      if (content.kind === 'SYSTEM' && content.change !== null)
        await this.identities.changeOfContact(accountId, authorId, content.change);
      if (content.kind === 'CONTACTS' && content.ownWaId !== null)
        await this.identities.changeOfContact(accountId, authorId, {
          waId: content.ownWaId,
          userId: null,
          previousUserId: null,
        });
    }
  }
}

/** One batch may hold a message twice; ON CONFLICT would not mind, but its conversation would be counted twice. */
function withoutRepetitions(messages: readonly InboundMessagePart[]): InboundMessagePart[] {
  const byKey = new Map<string, InboundMessagePart>();
  for (const message of messages) {
    const key = `${message.phoneNumberId} ${message.whatsappId ?? message.eventKey ?? ''}`;
    if (!byKey.has(key)) byKey.set(key, message);
  }
  return [...byKey.values()];
}

function entryOf(
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

/** New messages, of which an amendment may have come before, and the targets of new amendments. */
function addressesOf(fresh: readonly InboundMessage[]): { businessPhoneNumberId: string; whatsappId: string }[] {
  return fresh.flatMap(({ businessPhoneNumberId, message: { whatsappId, content } }) =>
    [whatsappId, content.kind === 'EDIT' || content.kind === 'REVOKE' ? content.targetWhatsappId : null]
      .filter((id) => id !== null)
      .map((id) => ({ businessPhoneNumberId, whatsappId: id })),
  );
}
