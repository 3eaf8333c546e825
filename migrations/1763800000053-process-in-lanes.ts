import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Webhook deliveries that wait stand in a queue of their own, in lanes (docs/decisions/0035); those from before are processed
 * alone, as they were. Locks webhook_deliveries while what waits is copied by its index: moments, unless much waits.
 */
export class ProcessInLanes1763800000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      LOCK TABLE webhook_deliveries IN EXCLUSIVE MODE;
      CREATE TABLE webhook_queue (
        account_id uuid NOT NULL,
        lane smallint NOT NULL,
        position bigint NOT NULL,
        delivery_id uuid NOT NULL,
        received_at timestamptz(3) NOT NULL,
        PRIMARY KEY (account_id, lane, position, delivery_id)
      ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
      INSERT INTO webhook_queue (account_id, lane, position, delivery_id, received_at)
      SELECT account_id, 0, position, id, received_at FROM webhook_deliveries WHERE state = 'RECEIVED';
      DROP INDEX webhook_deliveries_queue;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE webhook_queue;
      CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (account_id, position, id) WHERE state = 'RECEIVED';
    `);
  }
}
