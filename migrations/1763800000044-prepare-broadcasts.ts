import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Broadcasts are prepared in the background: their recipients come in parts, or are records that a filter finds. Locks
 * broadcasts, of which there are few; messages are not touched.
 */
export class PrepareBroadcasts1763800000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE broadcasts
        DROP CONSTRAINT broadcasts_status_check,
        ADD CONSTRAINT broadcasts_status_check CHECK (status IN ('PREPARING', 'SCHEDULED', 'RUNNING', 'PAUSED', 'FINISHED', 'CANCELLED')),
        ADD COLUMN expected_recipients integer,
        ADD COLUMN prepared_recipients integer NOT NULL DEFAULT 0,
        ADD COLUMN skipped_count integer NOT NULL DEFAULT 0,
        -- Of one that is prepared: whether all of the list has come; or the filter, and the records between which it is at work.
        ADD COLUMN has_all_recipients boolean NOT NULL DEFAULT true,
        ADD COLUMN record_filter jsonb,
        ADD COLUMN after_record_id uuid,
        ADD COLUMN until_record_id uuid;
      UPDATE broadcasts SET skipped_count = jsonb_array_length(skipped), prepared_recipients = total + jsonb_array_length(skipped),
             expected_recipients = total + jsonb_array_length(skipped);
      CREATE INDEX broadcasts_preparing ON broadcasts (prepared_recipients) WHERE status = 'PREPARING';

      -- Recipients of a list until they have been prepared; after that, that they have come.
      CREATE TABLE broadcast_recipients (
        broadcast_id uuid NOT NULL REFERENCES broadcasts ON DELETE CASCADE,
        -- Of the first of them in the whole list, from 0.
        first_index integer NOT NULL,
        -- Of the part that begins here, so that the same part may come again.
        part_hash bytea,
        recipients jsonb,
        PRIMARY KEY (broadcast_id, first_index)
      );
      CREATE INDEX broadcast_recipients_waiting ON broadcast_recipients (broadcast_id, first_index) WHERE recipients IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE broadcast_recipients;
      DROP INDEX broadcasts_preparing;
      UPDATE broadcasts SET status = 'CANCELLED' WHERE status = 'PREPARING';
      ALTER TABLE broadcasts
        DROP CONSTRAINT broadcasts_status_check,
        ADD CONSTRAINT broadcasts_status_check CHECK (status IN ('SCHEDULED', 'RUNNING', 'PAUSED', 'FINISHED', 'CANCELLED')),
        DROP COLUMN expected_recipients, DROP COLUMN prepared_recipients, DROP COLUMN skipped_count, DROP COLUMN has_all_recipients,
        DROP COLUMN record_filter, DROP COLUMN after_record_id, DROP COLUMN until_record_id;
    `);
  }
}
