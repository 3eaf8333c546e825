import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The database gives messages and webhook deliveries their order, because clocks are set back and differ between machines.
 * Rows from before have position 0 and go by their ids, before all that come. Locks messages while three indexes are built:
 * about a minute for ten million messages.
 */
export class OrderByPosition1763800000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE message_positions;
      ALTER TABLE messages ADD COLUMN position bigint NOT NULL DEFAULT 0;
      ALTER TABLE messages ALTER COLUMN position SET DEFAULT nextval('message_positions');
      ALTER SEQUENCE message_positions OWNED BY messages.position;
      DROP INDEX messages_inbound, messages_in_flight, messages_to_send;
      CREATE INDEX messages_inbound ON messages (conversation_id, position, id) WHERE direction = 'INBOUND' AND target_whatsapp_id IS NULL;
      CREATE INDEX messages_in_flight ON messages (conversation_id, position, id) WHERE status IN ('QUEUED', 'SENDING');
      CREATE INDEX messages_to_send ON messages (business_phone_number_id, (broadcast_id IS NOT NULL), position, id) WHERE status = 'QUEUED';
      ALTER TABLE read_markers ADD COLUMN last_read_position bigint NOT NULL DEFAULT 0;
      ALTER TABLE read_receipts ADD COLUMN message_position bigint NOT NULL DEFAULT 0;

      CREATE SEQUENCE webhook_delivery_positions;
      ALTER TABLE webhook_deliveries ADD COLUMN position bigint NOT NULL DEFAULT 0;
      ALTER TABLE webhook_deliveries ALTER COLUMN position SET DEFAULT nextval('webhook_delivery_positions');
      ALTER SEQUENCE webhook_delivery_positions OWNED BY webhook_deliveries.position;
      DROP INDEX webhook_deliveries_queue;
      CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (account_id, position, id) WHERE state = 'RECEIVED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX webhook_deliveries_queue;
      ALTER TABLE webhook_deliveries DROP COLUMN position;
      CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (account_id, id) WHERE state = 'RECEIVED';
      ALTER TABLE read_receipts DROP COLUMN message_position;
      ALTER TABLE read_markers DROP COLUMN last_read_position;
      DROP INDEX messages_inbound, messages_in_flight, messages_to_send;
      ALTER TABLE messages DROP COLUMN position;
      CREATE INDEX messages_inbound ON messages (conversation_id, id) WHERE direction = 'INBOUND' AND target_whatsapp_id IS NULL;
      CREATE INDEX messages_in_flight ON messages (conversation_id, id) WHERE status IN ('QUEUED', 'SENDING');
      CREATE INDEX messages_to_send ON messages (business_phone_number_id, (broadcast_id IS NOT NULL), id) WHERE status = 'QUEUED';
    `);
  }
}
