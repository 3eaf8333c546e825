import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What happened in conversations beside messages, in the order of the chat (nothing is known of what happened before), at
 * which numbers customers are blocked, and indexes that find the records of a customer. Locks messages and data_records
 * against writes while these are built: both are read once.
 */
export class TellWhatHappened1763800000048 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE timeline_entries (
        id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('JOINED', 'LEFT', 'ASSIGNED', 'UNASSIGNED', 'CLOSED', 'REOPENED', 'RETURNED',
                                           'LABELED', 'UNLABELED', 'BLOCKED', 'UNBLOCKED')),
        -- Who did it; both null: nobody, but the rules.
        actor_user_id uuid REFERENCES users,
        actor_api_key_id uuid REFERENCES api_keys,
        -- Whom it is about.
        user_ids uuid[] NOT NULL DEFAULT '{}',
        -- As they were called then.
        label_names text[] NOT NULL DEFAULT '{}',
        occurred_at timestamptz(3) NOT NULL,
        -- Among messages.
        position bigint NOT NULL DEFAULT nextval('message_positions')
      );
      CREATE INDEX timeline_entries_chat ON timeline_entries
        (conversation_id, (floor(extract(epoch FROM occurred_at AT TIME ZONE 'UTC'))::bigint), position, id);

      CREATE TABLE contact_blocks (
        contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers,
        blocked_at timestamptz(3) NOT NULL,
        PRIMARY KEY (contact_id, business_phone_number_id)
      );

      CREATE INDEX messages_conversation_record ON messages (conversation_id, record_id) WHERE record_id IS NOT NULL;
      CREATE INDEX data_records_values ON data_records USING gin (field_values jsonb_path_ops);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX data_records_values, messages_conversation_record; DROP TABLE contact_blocks; ALTER TABLE timeline_entries ALTER COLUMN position DROP DEFAULT; DROP TABLE timeline_entries;',
    );
  }
}
