import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { LabelRowsService } from '../labels/label-rows.service.js';
import { InboxFactsService } from './inbox-facts.service.js';

/** Something in the read model that is not what messages, participants and read markers say. */
export interface InboxDifference {
  conversationId: string;
  /** Whose row it is in; null: it is in the conversation itself. */
  userId: string | null;
  field: string;
  stored: string | null;
  expected: string | null;
}

export interface InboxReport {
  conversations: number;
  /** How many there are. */
  differences: number;
  /** The first of them. */
  examples: InboxDifference[];
}

interface ConversationRow {
  id: string;
  has_inbound: boolean;
  waiting_since: Date | null;
  has_participants: boolean;
  has_any: boolean;
}

const BATCH_SIZE = 1_000;
const MAX_EXAMPLES = 20;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Compares the read model of the inbox with what it is made from: computes it again, conversation by conversation. */
@Injectable()
export class CheckInboxService {
  constructor(
    private readonly database: Database,
    private readonly facts: InboxFactsService,
    private readonly labelRows: LabelRowsService,
  ) {}

  /** `repairs`: what differs is put right. Each batch of conversations is locked while it is compared. */
  async check(repairs: boolean): Promise<InboxReport> {
    const report: InboxReport = { conversations: 0, differences: 0, examples: [] };
    for (let after: string | null = NO_ID; after !== null;) after = await this.checkBatch(after, repairs, report);
    return report;
  }

  /** Returns where to go on; null: that was the last. */
  private async checkBatch(after: string, repairs: boolean, report: InboxReport): Promise<string | null> {
    return this.database.transaction(async () => {
      const locked = await this.database.query<{ id: string }>(
        `SELECT id FROM conversations WHERE id > $1 AND merged_into_id IS NULL ORDER BY id LIMIT ${BATCH_SIZE} FOR UPDATE`,
        [after],
      );
      const ids = locked.map(({ id }) => id);
      const rows = await this.database.query<ConversationRow>(
        `SELECT id, has_inbound, waiting_since, has_participants,
                EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversations.id) AS has_any
           FROM conversations WHERE id = ANY($1) AND merged_into_id IS NULL`,
        [ids],
      );
      const found = [...(await this.inConversations(rows)), ...(await this.inRows(ids)), ...(await this.inLabels(ids))];
      report.conversations += rows.length;
      report.differences += found.length;
      report.examples.push(...found.slice(0, MAX_EXAMPLES - report.examples.length));
      if (repairs) {
        const changed = [...new Set(found.map(({ conversationId }) => conversationId))];
        await this.facts.recompute(changed);
        await this.labelRows.rebuild(changed);
      }
      return ids.length < BATCH_SIZE ? null : (ids.at(-1) ?? null);
    });
  }

  private async inConversations(rows: readonly ConversationRow[]): Promise<InboxDifference[]> {
    const facts = await this.facts.source.factsOf(rows.map(({ id }) => id));
    const factsById = new Map(facts.map((fact) => [fact.conversationId, fact]));
    return rows.flatMap((row) => {
      const fact = factsById.get(row.id);
      return [
        difference(row.id, 'has_inbound', row.has_inbound, fact?.hasInbound ?? false),
        difference(row.id, 'waiting_since', row.waiting_since, fact?.waitingSince ?? null),
        difference(row.id, 'has_participants', row.has_participants, row.has_any),
      ].flat();
    });
  }

  private async inLabels(ids: readonly string[]): Promise<InboxDifference[]> {
    return (await this.labelRows.differences(ids)).map((row) => ({ ...row, field: 'label_row' }));
  }

  private async inRows(ids: readonly string[]): Promise<InboxDifference[]> {
    const readers = await this.facts.source.readersOf(ids);
    return this.database.query<InboxDifference>(
      `WITH reader AS (SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS reader (conversation_id, user_id)),
       expected AS (
         SELECT coalesce(participants.conversation_id, reader.conversation_id) AS conversation_id,
                coalesce(participants.user_id, reader.user_id) AS user_id,
                participants.user_id IS NOT NULL AS participates,
                has_inbound AND reader.user_id IS NULL AS is_unread,
                participants.user_id IS NOT DISTINCT FROM assignee_id AND assignee_id IS NOT NULL AS is_assignee,
                conversations.inbox_state, conversations.last_activity_at, conversations.waiting_since, conversations.created_at,
                conversations.business_phone_number_id
           FROM (SELECT * FROM participants WHERE conversation_id = ANY($1)) AS participants
           FULL JOIN reader ON reader.conversation_id = participants.conversation_id AND reader.user_id = participants.user_id
           JOIN conversations ON conversations.id = coalesce(participants.conversation_id, reader.conversation_id)),
       compared AS (
         SELECT coalesce(expected.conversation_id, stored.conversation_id) AS conversation_id,
                coalesce(expected.user_id, stored.user_id) AS user_id,
                concat_ws(' ', stored.participates, stored.is_unread AND stored.conversation_state & 16 > 0, stored.is_assignee,
                          stored.conversation_state, stored.last_activity_at, stored.waiting_since, stored.conversation_created_at,
                          stored.business_phone_number_id) AS stored,
                CASE WHEN expected.user_id IS NULL THEN NULL ELSE
                concat_ws(' ', expected.participates, expected.is_unread, expected.is_assignee,
                          expected.inbox_state, expected.last_activity_at, expected.waiting_since, expected.created_at,
                          expected.business_phone_number_id) END AS expected,
                stored.user_id IS NOT NULL AS is_stored,
                expected.user_id IS NULL AND NOT stored.participates AND stored.conversation_state & 16 = 0 AS is_harmless
           FROM expected FULL JOIN (SELECT * FROM inbox_rows WHERE conversation_id = ANY($1)) AS stored
             ON stored.conversation_id = expected.conversation_id AND stored.user_id = expected.user_id)
       SELECT conversation_id AS "conversationId", user_id AS "userId", 'inbox_row' AS field,
              CASE WHEN is_stored THEN stored END AS stored, expected
         FROM compared
        WHERE (NOT is_stored OR stored IS DISTINCT FROM expected) AND is_harmless IS NOT TRUE`,
      [ids, readers.map(({ conversationId }) => conversationId), readers.map(({ userId }) => userId)],
    );
  }
}

function difference(
  conversationId: string,
  field: string,
  stored: boolean | Date | null,
  expected: boolean | Date | null,
): InboxDifference[] {
  const [before, after] = [textOf(stored), textOf(expected)];
  return before === after ? [] : [{ conversationId, userId: null, field, stored: before, expected: after }];
}

function textOf(value: boolean | Date | null): string | null {
  return value instanceof Date ? value.toISOString() : (value?.toString() ?? null);
}
