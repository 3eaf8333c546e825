import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages may wait for a time of their own. What waits has a job that is SCHEDULED: no claim looks at it, also not one of a
 * former version that runs meanwhile. Locks messages for a moment, and outgoing_jobs while its states are checked and the
 * (empty) index is built: one scan of what waits to be sent.
 */
export class ScheduleMessages1763800000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD COLUMN send_at timestamptz(3);
      ALTER TABLE outgoing_jobs ADD COLUMN send_at timestamptz(3), DROP CONSTRAINT outgoing_jobs_state_check,
        ADD CONSTRAINT outgoing_jobs_state_check CHECK (state IN ('QUEUED', 'SENDING', 'UNCONFIRMED', 'SCHEDULED'));
      CREATE INDEX outgoing_jobs_scheduled ON outgoing_jobs (send_at, message_id) WHERE state = 'SCHEDULED';
    `);
  }

  /** What is scheduled is cancelled: the former version would send it at once. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH gone AS (DELETE FROM outgoing_jobs WHERE state = 'SCHEDULED' RETURNING message_id)
      UPDATE messages SET status = 'CANCELLED' FROM gone WHERE id = message_id;
    `);
    await runner.query(`
      DROP INDEX outgoing_jobs_scheduled;
      ALTER TABLE outgoing_jobs DROP COLUMN send_at, DROP CONSTRAINT outgoing_jobs_state_check,
        ADD CONSTRAINT outgoing_jobs_state_check CHECK (state IN ('QUEUED', 'SENDING', 'UNCONFIRMED'));
      ALTER TABLE messages DROP COLUMN send_at;
    `);
  }
}
