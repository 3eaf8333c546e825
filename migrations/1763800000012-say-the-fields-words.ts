import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables and columns take the names that the code has (docs/domain-language.md); what nothing reads goes. */
export class SayTheFieldsWords1763800000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sending_paces RENAME TO token_buckets;
      ALTER INDEX sending_paces_pkey RENAME TO token_buckets_pkey;
      ALTER TABLE token_buckets RENAME COLUMN refreshed_at TO refilled_at;

      ALTER TABLE recipient_paces RENAME TO recipient_limits;
      ALTER INDEX recipient_paces_pkey RENAME TO recipient_limits_pkey;
      ALTER INDEX recipient_paces_old RENAME TO recipient_limits_old;
      ALTER TABLE recipient_limits RENAME COLUMN owed_until TO theoretical_arrival_at;

      ALTER TABLE rights_epoch RENAME TO permissions_version;
      ALTER INDEX rights_epoch_pkey RENAME TO permissions_version_pkey;
      ALTER TABLE permissions_version RENAME CONSTRAINT rights_epoch_only_row_check TO permissions_version_only_row_check;
      ALTER TABLE permissions_version RENAME COLUMN epoch TO version;

      ALTER TABLE changes RENAME TO history_entries;
      ALTER INDEX changes_pkey RENAME TO history_entries_pkey;
      ALTER INDEX changes_template RENAME TO history_entries_template;
      ALTER INDEX changes_account RENAME TO history_entries_account;
      ALTER TABLE history_entries RENAME CONSTRAINT changes_account_id_fkey TO history_entries_account_id_fkey;
      ALTER TABLE history_entries RENAME CONSTRAINT changes_template_id_fkey TO history_entries_template_id_fkey;
      ALTER TABLE history_entries RENAME CONSTRAINT changes_user_id_fkey TO history_entries_user_id_fkey;
      ALTER TABLE history_entries RENAME CONSTRAINT changes_kind_check TO history_entries_kind_check;
      ALTER TABLE history_entries RENAME CONSTRAINT changes_source_check TO history_entries_source_check;

      ALTER TABLE accounts RENAME COLUMN sending_pauses TO circuit_trips;
      ALTER TABLE broadcasts RENAME COLUMN told_progress TO published_progress;
      ALTER TABLE broadcasts RENAME COLUMN last_told_at TO last_published_at;

      ALTER TABLE webhook_deliveries DROP COLUMN next_attempt_at;
      ALTER TABLE contacts DROP COLUMN blocked_at;

      -- Work that one process at a time does, such as the retention of every hour.
      CREATE TABLE leases (
        name text PRIMARY KEY,
        holder uuid NOT NULL,
        expires_at timestamptz(3) NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE leases;

      ALTER TABLE contacts ADD COLUMN blocked_at timestamptz(3);
      ALTER TABLE webhook_deliveries ADD COLUMN next_attempt_at timestamptz(3);

      ALTER TABLE broadcasts RENAME COLUMN last_published_at TO last_told_at;
      ALTER TABLE broadcasts RENAME COLUMN published_progress TO told_progress;
      ALTER TABLE accounts RENAME COLUMN circuit_trips TO sending_pauses;

      ALTER TABLE history_entries RENAME CONSTRAINT history_entries_source_check TO changes_source_check;
      ALTER TABLE history_entries RENAME CONSTRAINT history_entries_kind_check TO changes_kind_check;
      ALTER TABLE history_entries RENAME CONSTRAINT history_entries_user_id_fkey TO changes_user_id_fkey;
      ALTER TABLE history_entries RENAME CONSTRAINT history_entries_template_id_fkey TO changes_template_id_fkey;
      ALTER TABLE history_entries RENAME CONSTRAINT history_entries_account_id_fkey TO changes_account_id_fkey;
      ALTER INDEX history_entries_account RENAME TO changes_account;
      ALTER INDEX history_entries_template RENAME TO changes_template;
      ALTER INDEX history_entries_pkey RENAME TO changes_pkey;
      ALTER TABLE history_entries RENAME TO changes;

      ALTER TABLE permissions_version RENAME COLUMN version TO epoch;
      ALTER TABLE permissions_version RENAME CONSTRAINT permissions_version_only_row_check TO rights_epoch_only_row_check;
      ALTER INDEX permissions_version_pkey RENAME TO rights_epoch_pkey;
      ALTER TABLE permissions_version RENAME TO rights_epoch;

      ALTER TABLE recipient_limits RENAME COLUMN theoretical_arrival_at TO owed_until;
      ALTER INDEX recipient_limits_old RENAME TO recipient_paces_old;
      ALTER INDEX recipient_limits_pkey RENAME TO recipient_paces_pkey;
      ALTER TABLE recipient_limits RENAME TO recipient_paces;

      ALTER TABLE token_buckets RENAME COLUMN refilled_at TO refreshed_at;
      ALTER INDEX token_buckets_pkey RENAME TO sending_paces_pkey;
      ALTER TABLE token_buckets RENAME TO sending_paces;
    `);
  }
}
