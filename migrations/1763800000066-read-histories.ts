import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the WhatsApp Business app on a phone hands over: names from its address book, and how far its history has been read.
 * Columns without a default: contacts are locked for a moment, and not rewritten. Messages of a history need no column:
 * their positions are negative.
 */
export class ReadHistories1763800000066 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contacts ADD COLUMN phone_app_name text, ADD COLUMN phone_app_first_name text,
        ADD COLUMN phone_app_name_as_of timestamptz(3);
      CREATE TABLE history_imports (
        business_phone_number_id uuid PRIMARY KEY REFERENCES business_phone_numbers ON DELETE CASCADE,
        requested_at timestamptz(3),
        contacts_requested_at timestamptz(3),
        phase integer,
        chunk_order integer,
        progress integer,
        chunks text[] NOT NULL DEFAULT '{}',
        messages_read integer NOT NULL DEFAULT 0,
        started_at timestamptz(3),
        finished_at timestamptz(3),
        refusal jsonb
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE history_imports;
      ALTER TABLE contacts DROP COLUMN phone_app_name_as_of, DROP COLUMN phone_app_first_name, DROP COLUMN phone_app_name;
    `);
  }
}
