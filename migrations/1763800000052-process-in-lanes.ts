import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deliveries have a lane (docs/decisions/0035); those from before are processed alone, as they were. The column is added at
 * once; the queue's index is made anew by one pass over webhook_deliveries (not measured on a large one), during which no
 * webhook is stored: Meta sends them again.
 */
export class ProcessInLanes1763800000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_deliveries ADD COLUMN lane smallint NOT NULL DEFAULT 0;
      DROP INDEX webhook_deliveries_queue;
      CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (account_id, lane, position, id) WHERE state = 'RECEIVED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX webhook_deliveries_queue;
      ALTER TABLE webhook_deliveries DROP COLUMN lane;
      CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (account_id, position, id) WHERE state = 'RECEIVED';
    `);
  }
}
