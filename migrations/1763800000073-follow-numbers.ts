import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS_BEFORE = `'STATUS', 'QUALITY', 'CATEGORY', 'COMPONENTS', 'ACCOUNT', 'CREDENTIALS', 'MEMBERS'`;

/**
 * The life of business phone numbers: how each stands at Meta (verification, PIN, names), what its quality, limit and
 * throughput were, and PINs that Meta refused. Never a PIN or a code. New columns have no default: no row is rewritten.
 */
export class FollowNumbers1763800000073 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE business_phone_numbers
        ADD COLUMN code_verification text,
        ADD COLUMN is_pin_set boolean,
        ADD COLUMN name_status text,
        ADD COLUMN requested_name text,
        ADD COLUMN requested_name_status text,
        ADD COLUMN requested_name_reason text,
        ADD COLUMN is_official boolean,
        ADD COLUMN standing_read_at timestamptz(3);

      CREATE TABLE pin_refusals (
        business_phone_number_id uuid PRIMARY KEY REFERENCES business_phone_numbers ON DELETE CASCADE,
        refused_in_a_row integer NOT NULL CHECK (refused_in_a_row >= 0),
        refused_at timestamptz(3) NOT NULL,
        held_until timestamptz(3)
      );

      ALTER TABLE history_entries
        ADD COLUMN business_phone_number_id uuid REFERENCES business_phone_numbers ON DELETE CASCADE,
        DROP CONSTRAINT history_entries_kind_check,
        ADD CONSTRAINT history_entries_kind_check CHECK (kind IN (${KINDS_BEFORE}, 'LIMIT', 'THROUGHPUT', 'NAME'));
      CREATE INDEX history_entries_number ON history_entries (business_phone_number_id, created_at, id)
        WHERE business_phone_number_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM history_entries WHERE business_phone_number_id IS NOT NULL;
      DROP INDEX history_entries_number;
      ALTER TABLE history_entries
        DROP COLUMN business_phone_number_id,
        DROP CONSTRAINT history_entries_kind_check,
        ADD CONSTRAINT history_entries_kind_check CHECK (kind IN (${KINDS_BEFORE}));
      DROP TABLE pin_refusals;
      ALTER TABLE business_phone_numbers
        DROP COLUMN standing_read_at, DROP COLUMN is_official, DROP COLUMN requested_name_reason,
        DROP COLUMN requested_name_status, DROP COLUMN requested_name, DROP COLUMN name_status,
        DROP COLUMN is_pin_set, DROP COLUMN code_verification;
    `);
  }
}
