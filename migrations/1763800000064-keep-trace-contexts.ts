import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What waits for another process keeps the trace that it belongs to, in the W3C form; null wherever nothing is recorded, so
 * a row is no longer by it. Columns without a default: each table is locked for a moment, and none is rewritten.
 */
export class KeepTraceContexts1763800000064 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_queue ADD COLUMN trace_parent text;
      ALTER TABLE messages ADD COLUMN trace_parent text;
      ALTER TABLE events ADD COLUMN trace_parent text;
      ALTER TABLE endpoint_deliveries ADD COLUMN trace_parent text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE endpoint_deliveries DROP COLUMN trace_parent;
      ALTER TABLE events DROP COLUMN trace_parent;
      ALTER TABLE messages DROP COLUMN trace_parent;
      ALTER TABLE webhook_queue DROP COLUMN trace_parent;
    `);
  }
}
