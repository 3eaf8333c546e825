import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { fileIn } from '../../../whatsapp/webhooks/inbound/inbound-content.js';
import type { PastStatus } from '../../../whatsapp/webhooks/phone-app-parts.js';
import type { PastMessage } from '../../../whatsapp/webhooks/webhook-parts.js';
import { HistoryImportsService } from '../../accounts/phone-app/history-imports.service.js';
import { PastActivityService, type PastActivity } from '../../conversations/activity/past-activity.service.js';
import { InboundMediaService } from '../../media/inbound-media.service.js';
import { AmendmentsService } from '../inbound/amendments.service.js';
import { isMessage, type InboundMessage } from '../inbound/inbound-message.js';
import { LocateMessagesService } from '../inbound/locate-messages.service.js';
import { addressesOf, ENTRY, entryOf, withoutRepetitions } from '../inbound/message-entry.js';
import { MessageStatusesService } from '../inbound/message-statuses.service.js';
import { HistoryOverlapService, isPlaceholder } from './history-overlap.service.js';

/**
 * Past messages: what the phone's app tells of its history, stored as said long ago. Nobody is notified, nothing is unread,
 * no window opens, no message is published: of each conversation one event says that it has changed. Their positions are
 * negative, those of older ones lower: before the place of everything that has happened here.
 */
@Injectable()
export class PastMessagesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly located: LocateMessagesService,
    private readonly overlap: HistoryOverlapService,
    private readonly amendments: AmendmentsService,
    private readonly statuses: MessageStatusesService,
    private readonly media: InboundMediaService,
    private readonly activity: PastActivityService,
    private readonly imports: HistoryImportsService,
  ) {}

  /** Stores those that are not known, in the caller's transaction; whatever is known stays as it is. Returns how many were new. */
  async store(accountId: string, past: readonly PastMessage[]): Promise<number> {
    if (past.length === 0) return 0;
    const statusOf = new Map(past.map(({ message, status }) => [message.whatsappId, status]));
    const contentsFirst = past.map(({ message }) => message).sort(byContent);
    const told = await this.located.locate(accountId, withoutRepetitions(contentsFirst));
    const inOrder = told.toSorted((one, other) => one.occurredAt.getTime() - other.occurredAt.getTime());
    const stored = await this.insert(accountId, inOrder, statusOf);
    const fresh = inOrder.filter(({ id }) => stored.has(id));
    const filled = await this.overlap.fill(inOrder.filter(({ id }) => !stored.has(id)));
    await this.recordFiles(accountId, [...fresh, ...filled.map(({ message }) => message)]);
    await this.amendments.apply(addressesOf(fresh));
    await this.activity.record(activitiesOf(fresh));
    await this.applyEarlyStatuses(fresh);
    this.publish(accountId, [...fresh, ...filled.map(({ message }) => message)]);
    await this.count(fresh);
    return fresh.length;
  }

  /** Of those of one second the later has the higher position, so the latest takes its own first. */
  private async insert(
    accountId: string,
    messages: readonly InboundMessage[],
    statusOf: ReadonlyMap<string | null, PastStatus | null>,
  ): Promise<Set<string>> {
    const rows = messages.map((message) => ({
      ...entryOf(message, null),
      status: statusOf.get(message.message.whatsappId) ?? null,
    }));
    const entry = rowset('entry', { ...ENTRY, status: 'text | null' }, rows, [accountId, this.clock.now()]);
    const inserted = await this.database.query<{ id: string }>(
      `INSERT INTO messages (id, position, account_id, business_phone_number_id, conversation_id, direction, status, origin, kind,
                             content, text, search_text, whatsapp_id, event_key, author_contact_id, reply_to_whatsapp_id,
                             target_whatsapp_id, is_forwarded, source, group_id, raw, occurred_at, created_at, accepted_at, failed_at)
       SELECT entry.id, -nextval('message_positions'), $1, entry.number_id, entry.conversation_id, entry.direction,
              CASE entry.direction WHEN 'INBOUND' THEN 'RECEIVED' ELSE coalesce(entry.status, 'SENT') END,
              CASE entry.direction WHEN 'INBOUND' THEN NULL ELSE 'PHONE_APP' END, entry.kind, entry.content,
              entry.text, entry.search_text, entry.whatsapp_id, entry.event_key, entry.contact_id, entry.reply_to, entry.target,
              entry.is_forwarded, entry.source, entry.group_id, entry.raw, entry.occurred_at, $2,
              CASE entry.direction WHEN 'INBOUND' THEN NULL ELSE entry.occurred_at END,
              CASE entry.status WHEN 'FAILED' THEN entry.occurred_at END
         FROM (SELECT * FROM ${entry.sqlInOrder} ORDER BY ordinality DESC) AS entry
       ON CONFLICT DO NOTHING RETURNING id`,
      entry.parameters,
    );
    return new Set(inserted.map(({ id }) => id));
  }

  private async recordFiles(accountId: string, messages: readonly InboundMessage[]): Promise<void> {
    const files = messages.flatMap(({ id, mediaId, businessPhoneNumberId, message: { content } }) => {
      const file = content.kind === 'EDIT' ? null : fileIn(content);
      return file === null ? [] : [{ id: mediaId, messageId: id, businessPhoneNumberId, file }];
    });
    await this.media.record(accountId, files);
  }

  /** A status may have come before the history told of its message. */
  private async applyEarlyStatuses(fresh: readonly InboundMessage[]): Promise<void> {
    await this.statuses.applyEarly(
      fresh.flatMap(({ id, businessPhoneNumberId, message: { direction, whatsappId } }) =>
        direction === 'OUTBOUND' && whatsappId !== null ? [{ businessPhoneNumberId, whatsappId, messageId: id }] : [],
      ),
    );
  }

  private publish(accountId: string, changed: readonly InboundMessage[]): void {
    for (const id of new Set(changed.map(({ conversation }) => conversation.id))) {
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
    }
  }

  private async count(fresh: readonly InboundMessage[]): Promise<void> {
    const byNumber = new Map<string, number>();
    for (const { businessPhoneNumberId: id } of fresh) byNumber.set(id, (byNumber.get(id) ?? 0) + 1);
    for (const [numberId, count] of byNumber) await this.imports.addMessages(numberId, count);
  }
}

/** A file before its placeholder, so that of the two the file is stored. */
function byContent(one: { content: PastMessage['message']['content'] }, other: typeof one): number {
  return Number(isPlaceholder(one.content)) - Number(isPlaceholder(other.content));
}

/** What a conversation shows of them: the latest message that is shown by itself, and who wrote first. */
function activitiesOf(inOrder: readonly InboundMessage[]): PastActivity[] {
  const byConversation = new Map<string, PastActivity>();
  for (const { id, conversation, occurredAt, stored, message } of inOrder) {
    if (!isMessage(stored)) continue;
    const first = byConversation.get(conversation.id);
    const isStartedByCustomer = first?.isStartedByCustomer ?? message.direction === 'INBOUND';
    byConversation.set(conversation.id, { conversation, messageId: id, occurredAt, isStartedByCustomer });
  }
  return [...byConversation.values()];
}
