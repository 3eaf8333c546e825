import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SendTemplates1763800000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages
        ADD COLUMN template_id uuid REFERENCES templates,
        ADD COLUMN record_id uuid REFERENCES data_records ON DELETE SET NULL;
      CREATE INDEX messages_template ON messages (template_id) WHERE template_id IS NOT NULL;
      CREATE INDEX messages_record ON messages (record_id) WHERE record_id IS NOT NULL;

      -- What a request with many parts was answered, part by part.
      ALTER TABLE idempotency_keys ADD COLUMN answer jsonb;

      CREATE TABLE notifications (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts,
        conversation_id uuid REFERENCES conversations ON DELETE CASCADE,
        message_id uuid REFERENCES messages ON DELETE CASCADE,
        template_id uuid REFERENCES templates ON DELETE CASCADE,
        reason text NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        read_at timestamptz(3)
      );
      CREATE INDEX notifications_user ON notifications (user_id, created_at DESC, id DESC);
      CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE notifications;
      ALTER TABLE idempotency_keys DROP COLUMN answer;
      ALTER TABLE messages DROP COLUMN record_id, DROP COLUMN template_id;
    `);
  }
}
