import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A number is held back like an account, a broadcast goes on with one message as a trial, and what has arrived is not
 * FAILED. The columns are added without writing a row. The UPDATE reads messages once and locks only the rows that it
 * mends: those that Meta reported both delivered and failed, which are few.
 */
export class HoldWhatIsRefused1763800000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE business_phone_numbers
        ADD COLUMN sending_paused_until timestamptz(3),
        ADD COLUMN sending_pause_reason text,
        ADD COLUMN circuit_trips integer NOT NULL DEFAULT 0;
      ALTER TABLE broadcasts ADD COLUMN is_on_trial boolean NOT NULL DEFAULT false;
      -- The wamid of an earlier sending, which Meta accepted and then refused for what was not the message's own trouble.
      ALTER TABLE messages ADD COLUMN superseded_whatsapp_id text;
      UPDATE messages
         SET status = CASE WHEN played_at IS NOT NULL THEN 'PLAYED' WHEN read_at IS NOT NULL THEN 'READ' ELSE 'DELIVERED' END
       WHERE status = 'FAILED' AND (delivered_at IS NOT NULL OR read_at IS NOT NULL OR played_at IS NOT NULL);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages DROP COLUMN superseded_whatsapp_id;
      ALTER TABLE broadcasts DROP COLUMN is_on_trial;
      ALTER TABLE business_phone_numbers
        DROP COLUMN circuit_trips, DROP COLUMN sending_pause_reason, DROP COLUMN sending_paused_until;
    `);
  }
}
