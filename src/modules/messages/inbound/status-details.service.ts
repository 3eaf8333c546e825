import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset, type RowOf } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { groupsInOrderOf } from '../../../common/graphql/loaders.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import type { StatusUpdate, WebhookStatus } from '../../../whatsapp/webhooks/webhook-parts.js';
import { ReportedIdentitiesService } from '../../conversations/contacts/identities/reported-identities.service.js';

/** A status of a message that is known here. */
export interface ReportedStatus {
  messageId: string;
  update: StatusUpdate;
  occurredAt: Date;
}

/** How far a message came to one member of a group. */
export interface ParticipantStatus {
  messageId: string;
  waId: string | null;
  whatsappUserId: string | null;
  status: WebhookStatus;
  failure: Refusal | null;
  occurredAt: Date;
}

interface MessageRow {
  id: string;
  account_id: string;
  conversation_id: string;
}

const COLUMNS = {
  message_id: 'uuid',
  participant: 'text',
  status: 'text',
  wa_id: 'text | null',
  whatsapp_user_id: 'text | null',
  failure: 'jsonb | null',
  occurred_at: 'timestamptz',
} as const;

/** Status details: what a status reports beside how far the message came, per member of a group and of the person. */
@Injectable()
export class StatusDetailsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly identities: ReportedIdentitiesService,
  ) {}

  /** For DataLoaders: how far each message came to whom, in the order of time. */
  readonly participantStatusesOf = async (messageIds: readonly string[]): Promise<ParticipantStatus[][]> => {
    const rows = await this.database.query<ParticipantStatus>(
      `SELECT message_id AS "messageId", wa_id AS "waId", whatsapp_user_id AS "whatsappUserId", status, failure,
              occurred_at AS "occurredAt"
         FROM participant_statuses WHERE message_id = ANY($1) ORDER BY occurred_at, participant, status`,
      [messageIds],
    );
    return groupsInOrderOf(messageIds, rows, (row) => row.messageId);
  };

  /** Runs in the caller's transaction, after the statuses themselves. */
  async record(reported: readonly ReportedStatus[]): Promise<void> {
    const ofMembers = reported.filter(({ update }) => update.participant !== null);
    const ofParents = reported.filter(({ update }) => update.parentUserId !== null);
    if (ofMembers.length === 0 && ofParents.length === 0) return;
    const changedIds = await this.recordMembers(ofMembers);
    const messages = await this.messagesOf([...changedIds, ...ofParents.map(({ messageId }) => messageId)]);
    for (const id of changedIds) {
      const message = messages.get(id);
      if (message === undefined) continue;
      const { account_id: accountId, conversation_id: conversationId } = message;
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId });
    }
    await this.identities.recordParents(
      ofParents.flatMap(({ messageId, update: { parentUserId } }) => {
        const conversationId = messages.get(messageId)?.conversation_id;
        return conversationId === undefined || parentUserId === null ? [] : [{ conversationId, parentUserId }];
      }),
    );
  }

  /** Each step keeps its earliest time. @returns the ids of messages of which something new became known */
  private async recordMembers(reported: readonly ReportedStatus[]): Promise<ReadonlySet<string>> {
    const rows = new Map<string, RowOf<typeof COLUMNS>>();
    for (const { messageId, update, occurredAt } of reported) {
      const { waId = null, userId = null } = update.participant ?? {};
      const participant = userId ?? waId ?? '';
      const key = `${messageId} ${participant} ${update.status}`;
      const existing = rows.get(key);
      if (existing !== undefined && existing.occurred_at <= occurredAt) continue;
      rows.set(key, {
        message_id: messageId,
        participant,
        status: update.status,
        wa_id: waId,
        whatsapp_user_id: userId,
        failure: update.failure,
        occurred_at: occurredAt,
      });
    }
    if (rows.size === 0) return new Set();
    const entry = rowset('entry', COLUMNS, [...rows.values()]);
    const written = await this.database.query<{ message_id: string }>(
      `INSERT INTO participant_statuses (message_id, participant, status, wa_id, whatsapp_user_id, failure, occurred_at)
       SELECT * FROM ${entry.sql}
       ON CONFLICT (message_id, participant, status) DO UPDATE SET occurred_at = excluded.occurred_at
        WHERE excluded.occurred_at < participant_statuses.occurred_at
       RETURNING message_id`,
      entry.parameters,
    );
    return new Set(written.map((row) => row.message_id));
  }

  private async messagesOf(ids: readonly string[]): Promise<Map<string, MessageRow>> {
    const rows = await this.database.query<MessageRow>(
      'SELECT id, account_id, conversation_id FROM messages WHERE id = ANY($1)',
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
