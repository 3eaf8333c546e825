import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { Tracing } from '../../../common/tracing/tracing.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { EventLog } from '../../../common/events/event-log.js';
import { isId } from '../../../common/ids.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import type { StatusUpdate, WebhookStatus } from '../../../whatsapp/webhooks/webhook-parts.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { MarketingPreferencesService } from '../../conversations/contacts/marketing-preferences.service.js';
import { RecipientIdentitiesService } from '../../conversations/contacts/identities/recipient-identities.service.js';
import { occurrenceOf } from '../../conversations/domain/chat/occurrence.js';
import { OutgoingJobsService } from '../dispatch/outgoing-jobs.service.js';
import { RefusedStatusesService } from './refused-statuses.service.js';
import { mergedStatusDetails, type StoredStatusDetails } from '../domain/content/status-details.js';
import { STATUS_RANKS } from '../domain/message-status.js';
import {
  addUpdate,
  concernsAll,
  detailsOf,
  isOfAnotherSending,
  rowOf,
  UPDATE,
  type MatchedRow,
  type MessageUpdate,
} from './message-update.js';
import { StatusDetailsService, type ReportedStatus } from './status-details.service.js';

interface EarlyRow {
  business_phone_number_id: string;
  whatsapp_id: string;
  status: WebhookStatus;
  occurred_at: Date;
  failure: Refusal | null;
  status_details: StoredStatusDetails | null;
}

interface ChangedRow {
  id: string;
  account_id: string;
  business_phone_number_id: string;
  conversation_id: string;
  broadcast_id: string | null;
  trace_parent: string | null;
}

const RANKS = `ARRAY[${STATUS_RANKS.map((status) => `'${status}'`).join(', ')}]`;

/** Applies the statuses that Meta reports: in any order, any number of times, with the same end. */
@Injectable()
export class MessageStatusesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly marketing: MarketingPreferencesService,
    private readonly recipients: RecipientIdentitiesService,
    private readonly refusedStatuses: RefusedStatusesService,
    private readonly details: StatusDetailsService,
    private readonly outgoingJobs: OutgoingJobsService,
    private readonly tracing: Tracing,
  ) {}

  /** Runs in the caller's transaction. */
  async apply(accountId: string, updates: readonly StatusUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    const numberIds = new Map<string, string>();
    for (const phoneNumberId of new Set(updates.map((update) => update.phoneNumberId))) {
      numberIds.set(phoneNumberId, await this.phoneNumbers.idOf(accountId, phoneNumberId));
    }
    const matches = await this.match([...numberIds.values()], updates);
    const now = this.clock.now();
    const updateOf = new Map<string, MessageUpdate>();
    const reported: ReportedStatus[] = [];
    const early: { update: StatusUpdate; numberId: string }[] = [];
    for (const update of updates) {
      const match = matches.get(update.callbackData ?? '') ?? matches.get(update.whatsappId);
      const numberId = numberIds.get(update.phoneNumberId);
      if (match !== undefined && !isOfAnotherSending(match, update)) {
        if (concernsAll(update)) addUpdate(updateOf, match.id, update, now);
        this.trace(match, update);
        reported.push({ messageId: match.id, update, occurredAt: occurrenceOf(update.occurredAt, now) });
      } else if (numberId !== undefined && concernsAll(update)) early.push({ update, numberId });
    }
    // Contacts first, then jobs, then messages: in that order everybody locks them.
    await this.recipients.learn(
      accountId,
      updates.flatMap(({ recipient: identity, callbackData, whatsappId }) => {
        const match = matches.get(callbackData ?? '') ?? matches.get(whatsappId);
        return identity === null ? [] : [{ conversationId: match?.conversation_id ?? null, identity }];
      }),
    );
    await this.persist([...updateOf.values()]);
    await this.details.record(reported);
    await this.storeEarly(early, now);
  }

  /** The trace of a message goes on until it is read; that of the webhook is linked. */
  private trace({ id, trace_parent: parent }: MatchedRow, update: StatusUpdate): void {
    if (!this.tracing.isOn || parent === null) return;
    const webhook = this.tracing.contextOf(update);
    const links = webhook === null ? [] : [webhook];
    const attributes = { 'parley.message.id': id, 'parley.message.status': update.status };
    this.tracing.record(`message status ${update.status}`, { kind: 'consumer', parent, links, attributes });
  }

  /** Applies the statuses of wamids that arrived before these were known to be ours. In the caller's transaction. */
  async applyEarly(
    messages: readonly { businessPhoneNumberId: string; whatsappId: string; messageId: string }[],
  ): Promise<void> {
    if (messages.length === 0) return;
    const known = rowset(
      'known',
      { business_phone_number_id: 'uuid', whatsapp_id: 'text' },
      messages.map((message) => ({
        business_phone_number_id: message.businessPhoneNumberId,
        whatsapp_id: message.whatsappId,
      })),
    );
    const rows = await this.database.query<EarlyRow>(
      `DELETE FROM early_statuses WHERE (business_phone_number_id, whatsapp_id) IN (SELECT * FROM ${known.sql})
       RETURNING business_phone_number_id, whatsapp_id, status, occurred_at, failure, status_details`,
      known.parameters,
    );
    const updates = messages.flatMap(({ businessPhoneNumberId, whatsappId, messageId }): MessageUpdate[] => {
      const own = rows.filter(
        (row) => row.whatsapp_id === whatsappId && row.business_phone_number_id === businessPhoneNumberId,
      );
      if (own.length === 0) return [];
      const times = Object.fromEntries(own.map((row) => [row.status, row.occurred_at]));
      const failure = own.find((row) => row.failure !== null)?.failure ?? null;
      const details = own.map((row) => row.status_details).reduce(mergedStatusDetails, null);
      return [{ messageId, whatsappId, times, failure, details }];
    });
    await this.persist(updates);
  }

  /** Our messages, by our own id (which Meta brings back as callback data) and by wamid. */
  private async match(numberIds: string[], updates: readonly StatusUpdate[]): Promise<Map<string, MatchedRow>> {
    const ownIds = updates.map(({ callbackData }) => callbackData ?? '').filter(isId);
    const rows = await this.database.query<MatchedRow>(
      `SELECT id, whatsapp_id, superseded_whatsapp_id, conversation_id, trace_parent FROM messages WHERE id = ANY($2) AND direction = 'OUTBOUND' AND business_phone_number_id = ANY($1)
       UNION
       SELECT id, whatsapp_id, superseded_whatsapp_id, conversation_id, trace_parent FROM messages
        WHERE business_phone_number_id = ANY($1) AND whatsapp_id = ANY($3) AND direction = 'OUTBOUND'`,
      [numberIds, ownIds, updates.map(({ whatsappId }) => whatsappId)],
    );
    return new Map(rows.flatMap((row) => [[row.id, row] as const, [row.whatsapp_id ?? row.id, row] as const]));
  }

  /** By rank, in one statement; each time is the earliest that was reported. Rows that learn nothing new are not written. */
  private async persist(updates: readonly MessageUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    await this.outgoingJobs.end(updates.map(({ messageId }) => messageId)); // whatever a status says, Meta has had it
    // In the order of ids, as sending writes its results: so that none waits for the other.
    const sorted = updates.map(rowOf).sort((one, other) => (one.id < other.id ? -1 : 1));
    const incoming = rowset('incoming', UPDATE, sorted);
    const rows = await this.database.query<ChangedRow>(
      `UPDATE messages SET
              status = CASE WHEN array_position(${RANKS}, incoming.status) > array_position(${RANKS}, messages.status)
                            THEN incoming.status ELSE messages.status END,
              whatsapp_id = coalesce(messages.whatsapp_id, incoming.whatsapp_id),
              sent_at = least(messages.sent_at, incoming.sent_at), delivered_at = least(messages.delivered_at, incoming.delivered_at),
              read_at = least(messages.read_at, incoming.read_at), played_at = least(messages.played_at, incoming.played_at),
              failed_at = least(messages.failed_at, incoming.failed_at),
              failure = CASE WHEN messages.status IN ('QUEUED', 'SENDING', 'UNCONFIRMED') THEN incoming.failure -- an earlier attempt's is over
                             ELSE coalesce(messages.failure, incoming.failure) END,
              status_details = CASE WHEN incoming.status_details IS NULL THEN messages.status_details
                             WHEN messages.status_details->>'asOf' > incoming.status_details->>'asOf' THEN incoming.status_details || messages.status_details
                             ELSE coalesce(messages.status_details, '{}') || incoming.status_details END
         FROM ${incoming.sql}
        WHERE messages.id = incoming.id
          AND (array_position(${RANKS}, incoming.status) > array_position(${RANKS}, messages.status)
            OR messages.whatsapp_id IS NULL
            OR incoming.sent_at < coalesce(messages.sent_at, 'infinity') OR incoming.delivered_at < coalesce(messages.delivered_at, 'infinity')
            OR incoming.read_at < coalesce(messages.read_at, 'infinity') OR incoming.played_at < coalesce(messages.played_at, 'infinity')
            OR incoming.failed_at < coalesce(messages.failed_at, 'infinity')
            OR NOT coalesce(messages.status_details, '{}') @> (incoming.status_details - 'asOf'))
       RETURNING messages.id, messages.account_id, messages.business_phone_number_id, messages.conversation_id, messages.broadcast_id, messages.trace_parent`,
      incoming.parameters,
    );
    for (const row of rows) {
      this.events.append({
        accountId: row.account_id,
        kind: 'MESSAGE',
        entityId: row.id,
        conversationId: row.conversation_id,
        change: 'STATUS',
        ...(row.trace_parent === null ? {} : { traceParent: row.trace_parent }),
      });
    }
    await this.recordOptOuts(updates, rows);
    await this.holdBackWhatFailed(updates, rows);
  }

  /** What a refusal means does not depend on how Meta told of it. */
  private async holdBackWhatFailed(updates: readonly MessageUpdate[], rows: readonly ChangedRow[]): Promise<void> {
    const updateOf = new Map(updates.map((update) => [update.messageId, update]));
    const results = rows.flatMap((row) => {
      const { failure, times } = updateOf.get(row.id) ?? { failure: null, times: {} };
      const sending = {
        accountId: row.account_id,
        numberId: row.business_phone_number_id,
        broadcastId: row.broadcast_id,
      };
      return [{ messageId: row.id, sending, failure, failedAt: times.FAILED ?? null }];
    });
    await this.refusedStatuses.handle(results);
  }

  private async recordOptOuts(updates: readonly MessageUpdate[], rows: readonly ChangedRow[]): Promise<void> {
    const stopped = new Set(
      updates
        .filter(({ failure }) => failure?.code === META_ERRORS.MARKETING_STOPPED.code)
        .map(({ messageId }) => messageId),
    );
    const conversationIds = rows.filter(({ id }) => stopped.has(id)).map((row) => row.conversation_id);
    await this.marketing.recordRefusals([...new Set(conversationIds)]);
  }

  private async storeEarly(early: { update: StatusUpdate; numberId: string }[], now: Date): Promise<void> {
    if (early.length === 0) return;
    const distinct = [
      ...new Map(
        early.map((entry) => [`${entry.numberId} ${entry.update.whatsappId} ${entry.update.status}`, entry]),
      ).values(),
    ];
    const entry = rowset(
      'entry',
      {
        business_phone_number_id: 'uuid',
        whatsapp_id: 'text',
        status: 'text',
        occurred_at: 'timestamptz',
        failure: 'jsonb | null',
        status_details: 'jsonb | null',
      },
      distinct.map(({ numberId, update }) => ({
        business_phone_number_id: numberId,
        whatsapp_id: update.whatsappId,
        status: update.status,
        occurred_at: occurrenceOf(update.occurredAt, now),
        failure: update.failure,
        status_details: detailsOf(update, now),
      })),
    );
    await this.database.run(
      `INSERT INTO early_statuses (business_phone_number_id, whatsapp_id, status, occurred_at, failure, status_details)
       SELECT * FROM ${entry.sql}
       ON CONFLICT (business_phone_number_id, whatsapp_id, status)
       DO UPDATE SET occurred_at = least(early_statuses.occurred_at, excluded.occurred_at),
                     status_details = coalesce(excluded.status_details, early_statuses.status_details)`,
      entry.parameters,
    );
  }
}
