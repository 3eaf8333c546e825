import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { Tracing } from '../../../common/tracing/tracing.js';
import type { InboundMessagePart } from '../../../whatsapp/webhooks/webhook-parts.js';
import { ContactIdentityService } from '../../conversations/contacts/identities/contact-identity.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { InboundActivityService } from '../../conversations/activity/inbound-activity.service.js';
import { InboundMediaService } from '../../media/inbound-media.service.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AmendmentsService } from './amendments.service.js';
import { fileIn } from '../../../whatsapp/webhooks/inbound/inbound-content.js';
import {
  activitiesOf,
  isMessage,
  isReaction,
  reportedInbound,
  waitingChanges,
  type InboundMessage,
} from './inbound-message.js';
import { HistoryOverlapService } from '../history/history-overlap.service.js';
import { LocateMessagesService } from './locate-messages.service.js';
import { addressesOf, ENTRY, entryOf, withoutRepetitions } from './message-entry.js';
import { MessageStatusesService } from './message-statuses.service.js';
import { storedInTrace } from './stored-in-trace.js';

/** Stores inbound messages: a whole batch with a handful of statements, each message once however often it comes. */
@Injectable()
export class InboundMessagesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly located: LocateMessagesService,
    private readonly overlap: HistoryOverlapService,
    private readonly activity: InboundActivityService,
    private readonly media: InboundMediaService,
    private readonly amendments: AmendmentsService,
    private readonly statuses: MessageStatusesService,
    private readonly marketing: MarketingPreferencesService,
    private readonly identities: ContactIdentityService,
    private readonly notifications: NotificationsService,
    private readonly tracing: Tracing,
  ) {}

  /** Runs in the caller's transaction. Returns how many messages were new. */
  async receive(accountId: string, messages: readonly InboundMessagePart[]): Promise<number> {
    if (messages.length === 0) return 0;
    const inbound = await this.located.locate(accountId, withoutRepetitions(messages));
    const stored = await this.insert(accountId, inbound);
    const renewed = await this.overlap.renew(inbound.filter(({ id }) => !stored.has(id)));
    const fresh = [...inbound.filter(({ id }) => stored.has(id)), ...renewed.map(({ message }) => message)];
    if (fresh.length === 0) return 0;
    const known = new Set(renewed.filter(({ isReplaced }) => !isReplaced).map(({ message }) => message.id));
    await this.recordFiles(
      accountId,
      fresh.filter(({ id }) => !known.has(id)),
    );
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
