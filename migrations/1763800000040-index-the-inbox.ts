import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The inbox becomes a read model (docs/decisions/0032): what lists and counts of conversations ask for stands in columns
 * of conversations and in inbox_rows, in indexes that have the order of the lists.
 *
 * Locks conversations, participants and read_markers until it ends; messages may be read meanwhile. With 1,000,000
 * conversations and 10,000,000 messages it reads all messages once and writes conversations twice: some two minutes.
 */
export class IndexTheInbox1763800000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations
        ADD COLUMN has_participants boolean NOT NULL DEFAULT false,
        ADD COLUMN has_inbound boolean NOT NULL DEFAULT false,
        ADD COLUMN is_window_open boolean NOT NULL DEFAULT false,
        ADD COLUMN waiting_since timestamptz(3);

      INSERT INTO participants (conversation_id, user_id, added_at)
        SELECT id, assignee_id, coalesce(last_acted_at, updated_at) FROM conversations
         WHERE assignee_id IS NOT NULL AND merged_into_id IS NULL
      ON CONFLICT DO NOTHING;
    `);
    await runner.query(`
      WITH answered AS (
        SELECT conversation_id, max((lpad(position::text, 19, '0') || id) COLLATE "C") AS place FROM messages
         WHERE direction = 'OUTBOUND' AND target_whatsapp_id IS NULL AND broadcast_id IS NULL GROUP BY conversation_id),
      inbound AS (
        SELECT messages.conversation_id,
               min(messages.occurred_at) FILTER (WHERE (answered.place IS NULL OR (lpad(position::text, 19, '0') || id) COLLATE "C" > answered.place)
                 AND NOT (kind = 'SYSTEM' AND revoked_at IS NULL)
                 AND NOT (kind = 'UNSUPPORTED' AND content->>'type' IN ('system', 'edit', 'revoke', 'request_welcome'))) AS waiting_since
          FROM messages LEFT JOIN answered ON answered.conversation_id = messages.conversation_id
         WHERE direction = 'INBOUND' AND target_whatsapp_id IS NULL GROUP BY messages.conversation_id)
      UPDATE conversations SET has_inbound = inbound.conversation_id IS NOT NULL, waiting_since = inbound.waiting_since,
             has_participants = EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversations.id),
             is_window_open = coalesce(conversations.last_inbound_at > now() - interval '24 hours', false)
        FROM conversations same LEFT JOIN inbound ON inbound.conversation_id = same.id
       WHERE same.id = conversations.id
    `);
    await runner.query(`
      -- A bit each: 1 closed, 2 window open, 4 assigned, 8 waiting, 16 has unread for whoever has read nothing, 32 has participants.
      ALTER TABLE conversations ADD COLUMN inbox_state smallint NOT NULL GENERATED ALWAYS AS (
        CASE WHEN merged_into_id IS NOT NULL THEN -1
             ELSE CASE WHEN status = 'CLOSED' THEN 1 ELSE 0 END
                + CASE WHEN is_window_open THEN 2 ELSE 0 END
                + CASE WHEN assignee_id IS NOT NULL THEN 4 ELSE 0 END
                + CASE WHEN waiting_since IS NOT NULL AND status = 'OPEN' THEN 8 ELSE 0 END
                + CASE WHEN has_inbound OR waiting_since IS NOT NULL THEN 16 ELSE 0 END
                + CASE WHEN has_participants THEN 32 ELSE 0 END END) STORED;
      DROP INDEX conversations_activity;
      CREATE INDEX conversations_activity ON conversations (account_id, business_phone_number_id, last_activity_at DESC, id DESC)
        WHERE merged_into_id IS NULL;
      CREATE INDEX conversations_inbox_activity ON conversations
        (business_phone_number_id, inbox_state, last_activity_at DESC, id DESC);
      CREATE INDEX conversations_inbox_created ON conversations (business_phone_number_id, inbox_state, created_at DESC, id DESC);
      CREATE INDEX conversations_inbox_waiting ON conversations (business_phone_number_id, inbox_state, waiting_since DESC, id DESC)
        WHERE waiting_since IS NOT NULL;
      CREATE INDEX conversations_open_windows ON conversations (last_inbound_at, business_phone_number_id) WHERE is_window_open;
      CREATE INDEX conversations_closed_windows ON conversations (last_inbound_at) WHERE NOT is_window_open AND merged_into_id IS NULL;

      CREATE TABLE inbox_rows (
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        participates boolean NOT NULL,
        is_unread boolean NOT NULL,
        is_assignee boolean NOT NULL,
        business_phone_number_id uuid NOT NULL,
        conversation_state smallint NOT NULL,
        -- The bits of the conversation, and 64 unread, 128 assigned to this person, 256 takes part.
        state smallint NOT NULL GENERATED ALWAYS AS (conversation_state
          + CASE WHEN is_unread AND conversation_state & 16 > 0 THEN 64 ELSE 0 END
          + CASE WHEN is_assignee THEN 128 ELSE 0 END
          + CASE WHEN participates THEN 256 ELSE 0 END) STORED,
        last_activity_at timestamptz(3) NOT NULL,
        conversation_created_at timestamptz(3) NOT NULL,
        waiting_since timestamptz(3),
        PRIMARY KEY (conversation_id, user_id)
      ) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
    `);
    await runner.query(`
      INSERT INTO inbox_rows (conversation_id, user_id, participates, is_unread, is_assignee, business_phone_number_id,
                              conversation_state, last_activity_at, conversation_created_at, waiting_since)
      SELECT conversations.id, reader.user_id, reader.participates, reader.is_unread,
             reader.participates AND reader.user_id IS NOT DISTINCT FROM assignee_id, business_phone_number_id, inbox_state, last_activity_at,
             created_at, waiting_since
        FROM conversations JOIN (
          SELECT coalesce(participants.conversation_id, marker.conversation_id) AS conversation_id,
                 coalesce(participants.user_id, marker.user_id) AS user_id,
                 participants.user_id IS NOT NULL AS participates,
                 marker.user_id IS NULL OR marker.has_later AS is_unread
            FROM participants FULL JOIN (
              SELECT conversation_id, user_id,
                     EXISTS (SELECT FROM messages WHERE messages.conversation_id = read_markers.conversation_id
                                AND direction = 'INBOUND' AND target_whatsapp_id IS NULL
                                AND (messages.position, messages.id) > (last_read_position, last_read_message_id)) AS has_later
                FROM read_markers) AS marker
              ON marker.conversation_id = participants.conversation_id AND marker.user_id = participants.user_id) AS reader
          ON reader.conversation_id = conversations.id
       WHERE merged_into_id IS NULL AND (reader.participates OR NOT reader.is_unread);

      CREATE INDEX inbox_rows_activity ON inbox_rows (user_id, business_phone_number_id, last_activity_at DESC, conversation_id DESC)
        WHERE participates;
      CREATE INDEX inbox_rows_state_activity ON inbox_rows
        (user_id, business_phone_number_id, state, last_activity_at DESC, conversation_id DESC);
      CREATE INDEX inbox_rows_state_created ON inbox_rows
        (user_id, business_phone_number_id, state, conversation_created_at DESC, conversation_id DESC);
      CREATE INDEX inbox_rows_state_waiting ON inbox_rows
        (user_id, business_phone_number_id, state, waiting_since DESC, conversation_id DESC) WHERE waiting_since IS NOT NULL;

      CREATE INDEX contacts_newest ON contacts (account_id, created_at DESC, id DESC) WHERE merged_into_id IS NULL;
      DROP INDEX notifications_unread;
      CREATE INDEX notifications_unread ON notifications (user_id, created_at DESC, id DESC) WHERE read_at IS NULL;

      ANALYZE conversations;
      ANALYZE inbox_rows;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX notifications_unread;
      CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
      DROP INDEX contacts_newest;
      DROP TABLE inbox_rows;
      DROP INDEX conversations_closed_windows, conversations_open_windows, conversations_inbox_waiting, conversations_inbox_created,
        conversations_inbox_activity, conversations_activity;
      CREATE INDEX conversations_activity ON conversations (account_id, last_activity_at DESC, id DESC);
      ALTER TABLE conversations DROP COLUMN inbox_state;
      ALTER TABLE conversations DROP COLUMN waiting_since, DROP COLUMN is_window_open, DROP COLUMN has_inbound,
        DROP COLUMN has_participants;
    `);
  }
}
