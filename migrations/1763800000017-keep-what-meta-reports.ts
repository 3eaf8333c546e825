import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Everything that Meta reports is kept. New columns are empty and cost no rewrite of a table. The index on messages looks
 * through the whole table once and holds up writes meanwhile (about a second a million messages); nothing goes into it.
 */
export class KeepWhatMetaReports1763800000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages
        ADD COLUMN group_id text,
        ADD COLUMN raw jsonb,
        ADD COLUMN status_details jsonb;
      -- Whoever wrote in a group: found when a person is erased, or turns out to be another.
      CREATE INDEX messages_group_author ON messages (author_contact_id) WHERE group_id IS NOT NULL;

      ALTER TABLE early_statuses ADD COLUMN status_details jsonb;

      -- How far a message came to each member of a group.
      CREATE TABLE participant_statuses (
        message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
        participant text NOT NULL,
        status text NOT NULL CHECK (status IN ('SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED')),
        wa_id text,
        whatsapp_user_id text,
        failure jsonb,
        occurred_at timestamptz(3) NOT NULL,
        PRIMARY KEY (message_id, participant, status)
      );
      CREATE INDEX participant_statuses_wa_id ON participant_statuses (wa_id);
      CREATE INDEX participant_statuses_user_id ON participant_statuses (whatsapp_user_id);

      ALTER TABLE contacts
        ADD COLUMN parent_user_id text,
        ADD COLUMN identity_key_hash text,
        ADD COLUMN identity_changed_at timestamptz(3),
        ADD COLUMN marketing_preference jsonb;

      ALTER TABLE history_entries ADD COLUMN details jsonb;

      ALTER TABLE templates ADD COLUMN remote_settings jsonb;

      ALTER TABLE webhook_deliveries ADD COLUMN not_read text[] NOT NULL DEFAULT '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_deliveries DROP COLUMN not_read;
      ALTER TABLE templates DROP COLUMN remote_settings;
      ALTER TABLE history_entries DROP COLUMN details;
      ALTER TABLE contacts
        DROP COLUMN parent_user_id, DROP COLUMN identity_key_hash, DROP COLUMN identity_changed_at,
        DROP COLUMN marketing_preference;
      DROP TABLE participant_statuses;
      ALTER TABLE early_statuses DROP COLUMN status_details;
      DROP INDEX messages_group_author;
      ALTER TABLE messages DROP COLUMN group_id, DROP COLUMN raw, DROP COLUMN status_details;
    `);
  }
}
