import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { Rowset } from '../../../common/database/rowset.js';
import { LabelRowsService } from '../labels/label-rows.service.js';

/** What a row copies from its conversation, so that an index has it in the order of a list. */
const COPIED = `conversation_state = conversations.inbox_state, last_activity_at = conversations.last_activity_at,
  waiting_since = conversations.waiting_since,
  is_assignee = inbox_rows.participates AND inbox_rows.user_id IS NOT DISTINCT FROM conversations.assignee_id`;
const IS_STALE = `(inbox_rows.conversation_state, inbox_rows.last_activity_at, inbox_rows.waiting_since, inbox_rows.is_assignee)
  IS DISTINCT FROM (conversations.inbox_state, conversations.last_activity_at, conversations.waiting_since,
    inbox_rows.participates AND inbox_rows.user_id IS NOT DISTINCT FROM conversations.assignee_id)`;
const COLUMNS = `conversation_id, user_id, participates, is_unread, is_assignee, business_phone_number_id, conversation_state,
  last_activity_at, conversation_created_at, waiting_since`;

/**
 * Inbox rows: a conversation as one person has it, if they take part, or have read all of it. Without a row somebody does
 * not take part, and all that customers wrote is unread. Whoever writes conversations, participants or read markers keeps
 * them true, in the same transaction and with the conversations locked. Rows of labels follow.
 */
@Injectable()
export class InboxRowsService {
  constructor(
    private readonly database: Database,
    private readonly labelRows: LabelRowsService,
  ) {}

  /** After conversations have changed: their rows are what they are. */
  async copy(conversationIds: readonly string[]): Promise<void> {
    await this.database.run(
      `UPDATE inbox_rows SET ${COPIED} FROM conversations
        WHERE inbox_rows.conversation_id = ANY($1) AND conversations.id = inbox_rows.conversation_id AND ${IS_STALE}`,
      [conversationIds],
    );
    await this.labelRows.copy(conversationIds);
  }

  /** After customers wrote, and conversations have changed by it: nobody has read all any more. */
  async recordInbound(conversationIds: readonly string[]): Promise<void> {
    await this.database.run(
      `WITH gone AS (DELETE FROM inbox_rows WHERE conversation_id = ANY($1) AND NOT participates)
       UPDATE inbox_rows SET ${COPIED}, is_unread = true FROM conversations
        WHERE inbox_rows.conversation_id = ANY($1) AND conversations.id = inbox_rows.conversation_id AND inbox_rows.participates
          AND (NOT inbox_rows.is_unread OR ${IS_STALE})`,
      [conversationIds],
    );
    await this.labelRows.copy(conversationIds);
  }

  /** After participants have come or gone: also conversations know whether they have any. */
  async recordParticipants(conversationIds: readonly string[]): Promise<void> {
    await this.database.run(
      `UPDATE conversations SET has_participants = NOT has_participants
        WHERE id = ANY($1)
          AND has_participants <> EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversations.id)`,
      [conversationIds],
    );
    await this.removeLeavers(conversationIds);
    await this.database.run(
      `INSERT INTO inbox_rows (${COLUMNS})
       SELECT conversations.id, participants.user_id, true, has_inbound,
              participants.user_id IS NOT DISTINCT FROM assignee_id, business_phone_number_id, inbox_state, last_activity_at, created_at,
              waiting_since
         FROM conversations JOIN participants ON participants.conversation_id = conversations.id
        WHERE conversations.id = ANY($1) AND merged_into_id IS NULL
       ON CONFLICT (conversation_id, user_id) DO UPDATE SET participates = true WHERE NOT inbox_rows.participates`,
      [conversationIds],
    );
    await this.copy(conversationIds);
  }

  /** After a person has read all that customers wrote in a conversation. */
  async recordRead(conversationId: string, userId: string): Promise<void> {
    await this.database.run(
      `INSERT INTO inbox_rows (${COLUMNS})
       SELECT id, $2, false, false, false, business_phone_number_id, inbox_state, last_activity_at, created_at, waiting_since
         FROM conversations WHERE id = $1 AND merged_into_id IS NULL
       ON CONFLICT (conversation_id, user_id) DO UPDATE SET is_unread = false WHERE inbox_rows.is_unread`,
      [conversationId, userId],
    );
    await this.labelRows.copy([conversationId]);
  }

  /** Makes the rows of conversations anew; `readers` is who has read all: `reader (conversation_id, user_id)`. */
  async rebuild(conversationIds: readonly string[], readers: Rowset): Promise<void> {
    await this.database.run('DELETE FROM inbox_rows WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.recordParticipants(conversationIds);
    await this.database.run(
      `INSERT INTO inbox_rows (${COLUMNS})
       SELECT id, reader.user_id, false, false, false, business_phone_number_id, inbox_state, last_activity_at, created_at,
              waiting_since
         FROM ${readers.sql} JOIN conversations ON conversations.id = reader.conversation_id
        WHERE merged_into_id IS NULL
       ON CONFLICT (conversation_id, user_id) DO UPDATE SET is_unread = false`,
      readers.parameters,
    );
    await this.labelRows.copy(conversationIds);
  }

  /** Whoever takes part no more keeps the row if they have read all. */
  private async removeLeavers(conversationIds: readonly string[]): Promise<void> {
    await this.database.run(
      `WITH leaver AS (
         SELECT conversation_id, user_id FROM inbox_rows
          WHERE conversation_id = ANY($1) AND participates AND NOT EXISTS (SELECT FROM participants
            WHERE participants.conversation_id = inbox_rows.conversation_id AND participants.user_id = inbox_rows.user_id)),
       gone AS (
         DELETE FROM inbox_rows USING leaver
          WHERE inbox_rows.conversation_id = leaver.conversation_id AND inbox_rows.user_id = leaver.user_id AND is_unread)
       UPDATE inbox_rows SET participates = false, is_assignee = false FROM leaver
        WHERE inbox_rows.conversation_id = leaver.conversation_id AND inbox_rows.user_id = leaver.user_id AND NOT is_unread`,
      [conversationIds],
    );
  }
}
