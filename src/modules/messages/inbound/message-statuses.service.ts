import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { EventLog } from '../../../common/events/event-log.js';
import { isId } from '../../../common/ids.js';
import type { StatusUpdate, WebhookStatus } from '../../../whatsapp/webhooks/webhook-parts.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { occurrenceOf } from '../../conversations/domain/occurrence.js';
import { STATUS_RANKS } from '../domain/message-status.js';

/** What one message has been told to be, by one or many webhooks. */
interface MessageNews {
  messageId: string;
  whatsappId: string;
  times: Partial<Record<WebhookStatus, Date>>;
  failure: Refusal | null;
}

interface EarlyRow {
  business_phone_number_id: string;
  whatsapp_id: string;
  status: WebhookStatus;
  occurred_at: Date;
  failure: Refusal | null;
}

interface ChangedRow {
  id: string;
  account_id: string;
  conversation_id: string;
}

/** Meta's code for a customer who wants no marketing. */
export const STOPPED_MARKETING = 131050;

const TIMED: readonly WebhookStatus[] = ['SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'];
const RANKS = `ARRAY[${STATUS_RANKS.map((status) => `'${status}'`).join(', ')}]`;

/** Takes in what Meta tells about messages that were sent: any order, any number of times, the same end. */
@Injectable()
export class MessageStatusesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly marketing: MarketingPreferencesService,
  ) {}

  /** Runs in the caller's transaction. */
  async track(accountId: string, updates: readonly StatusUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    const numberIds = new Map<string, string>();
    for (const phoneNumberId of new Set(updates.map((update) => update.phoneNumberId))) {
      numberIds.set(phoneNumberId, await this.phoneNumbers.idOf(accountId, phoneNumberId));
    }
    const messageIds = await this.match([...numberIds.values()], updates);
    const now = this.clock.now();
    const news = new Map<string, MessageNews>();
    const early: { update: StatusUpdate; numberId: string }[] = [];
    for (const update of updates) {
      const messageId = messageIds.get(update.callbackData ?? '') ?? messageIds.get(update.whatsappId);
      const numberId = numberIds.get(update.phoneNumberId);
      if (messageId !== undefined) addNews(news, messageId, update, now);
      else if (numberId !== undefined) early.push({ update, numberId });
    }
    await this.apply([...news.values()]);
    await this.park(early, now);
  }

  /** Applies what was told about wamids before they were known to be ours. In the caller's transaction. */
  async applyEarly(
    known: readonly { businessPhoneNumberId: string; whatsappId: string; messageId: string }[],
  ): Promise<void> {
    if (known.length === 0) return;
    const rows = await this.database.query<EarlyRow>(
      `DELETE FROM early_statuses
        WHERE (business_phone_number_id, whatsapp_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
       RETURNING business_phone_number_id, whatsapp_id, status, occurred_at, failure`,
      [known.map(({ businessPhoneNumberId }) => businessPhoneNumberId), known.map(({ whatsappId }) => whatsappId)],
    );
    const news = known.flatMap(({ businessPhoneNumberId, whatsappId, messageId }): MessageNews[] => {
      const own = rows.filter(
        (row) => row.whatsapp_id === whatsappId && row.business_phone_number_id === businessPhoneNumberId,
      );
      if (own.length === 0) return [];
      const times = Object.fromEntries(own.map((row) => [row.status, row.occurred_at]));
      return [{ messageId, whatsappId, times, failure: own.find((row) => row.failure !== null)?.failure ?? null }];
    });
    await this.apply(news);
  }

  /** Our message ids, by our own id (which Meta brings back) and by wamid. */
  private async match(numberIds: string[], updates: readonly StatusUpdate[]): Promise<Map<string, string>> {
    const ownIds = updates.map(({ callbackData }) => callbackData ?? '').filter(isId);
    const rows = await this.database.query<{ id: string; whatsapp_id: string | null }>(
      `SELECT id, whatsapp_id FROM messages WHERE id = ANY($2) AND direction = 'OUTBOUND' AND business_phone_number_id = ANY($1)
       UNION
       SELECT id, whatsapp_id FROM messages
        WHERE business_phone_number_id = ANY($1) AND whatsapp_id = ANY($3) AND direction = 'OUTBOUND'`,
      [numberIds, ownIds, updates.map(({ whatsappId }) => whatsappId)],
    );
    return new Map(rows.flatMap((row) => [[row.id, row.id] as const, [row.whatsapp_id ?? row.id, row.id] as const]));
  }

  /** By rank, in one statement; each time is the earliest that was told. Rows that learn nothing new are not written. */
  private async apply(news: MessageNews[]): Promise<void> {
    if (news.length === 0) return;
    const rows = await this.database.query<ChangedRow>(
      `UPDATE messages SET
              status = CASE WHEN array_position(${RANKS}, news.status) > array_position(${RANKS}, messages.status)
                            THEN news.status ELSE messages.status END,
              whatsapp_id = coalesce(messages.whatsapp_id, news.whatsapp_id),
              sent_at = least(messages.sent_at, news.sent_at), delivered_at = least(messages.delivered_at, news.delivered_at),
              read_at = least(messages.read_at, news.read_at), played_at = least(messages.played_at, news.played_at),
              failed_at = least(messages.failed_at, news.failed_at), failure = coalesce(messages.failure, news.failure),
              lease_until = NULL, next_attempt_at = NULL
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
                     $7::timestamptz[], $8::timestamptz[], $9::jsonb[])
           AS news (id, whatsapp_id, status, sent_at, delivered_at, read_at, played_at, failed_at, failure)
        WHERE messages.id = news.id
          AND (array_position(${RANKS}, news.status) > array_position(${RANKS}, messages.status)
            OR messages.whatsapp_id IS NULL
            OR news.sent_at < coalesce(messages.sent_at, 'infinity') OR news.delivered_at < coalesce(messages.delivered_at, 'infinity')
            OR news.read_at < coalesce(messages.read_at, 'infinity') OR news.played_at < coalesce(messages.played_at, 'infinity')
            OR news.failed_at < coalesce(messages.failed_at, 'infinity'))
       RETURNING messages.id, messages.account_id, messages.conversation_id`,
      [
        news.map(({ messageId }) => messageId),
        news.map(({ whatsappId }) => whatsappId),
        news.map(({ times }) => TIMED.findLast((status) => times[status] !== undefined) ?? 'SENT'),
        ...TIMED.map((status) => news.map(({ times }) => times[status]?.toISOString() ?? null)),
        news.map(({ failure }) => (failure === null ? null : JSON.stringify(failure))),
      ],
    );
    for (const row of rows) {
      this.events.append({
        accountId: row.account_id,
        kind: 'MESSAGE',
        entityId: row.id,
        conversationId: row.conversation_id,
      });
    }
    await this.noteRefusals(news, rows);
  }

  private async noteRefusals(news: MessageNews[], rows: ChangedRow[]): Promise<void> {
    const stopped = new Set(
      news.filter(({ failure }) => failure?.code === STOPPED_MARKETING).map(({ messageId }) => messageId),
    );
    const conversationIds = rows.filter(({ id }) => stopped.has(id)).map((row) => row.conversation_id);
    await this.marketing.noteRefusals([...new Set(conversationIds)]);
  }

  private async park(early: { update: StatusUpdate; numberId: string }[], now: Date): Promise<void> {
    if (early.length === 0) return;
    const distinct = [
      ...new Map(
        early.map((entry) => [`${entry.numberId} ${entry.update.whatsappId} ${entry.update.status}`, entry]),
      ).values(),
    ];
    await this.database.run(
      `INSERT INTO early_statuses (business_phone_number_id, whatsapp_id, status, occurred_at, failure)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
       ON CONFLICT (business_phone_number_id, whatsapp_id, status)
       DO UPDATE SET occurred_at = least(early_statuses.occurred_at, excluded.occurred_at)`,
      [
        distinct.map(({ numberId }) => numberId),
        distinct.map(({ update }) => update.whatsappId),
        distinct.map(({ update }) => update.status),
        distinct.map(({ update }) => occurrenceOf(update.occurredAt, now).toISOString()),
        distinct.map(({ update }) => (update.failure === null ? null : JSON.stringify(update.failure))),
      ],
    );
  }
}

function addNews(news: Map<string, MessageNews>, messageId: string, update: StatusUpdate, now: Date): void {
  const entry = news.get(messageId) ?? { messageId, whatsappId: update.whatsappId, times: {}, failure: null };
  const occurredAt = occurrenceOf(update.occurredAt, now);
  const known = entry.times[update.status];
  if (known === undefined || occurredAt < known) entry.times[update.status] = occurredAt;
  entry.failure ??= update.failure;
  news.set(messageId, entry);
}
