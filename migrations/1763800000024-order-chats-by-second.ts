import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A chat is ordered by the second in which a message was written, and within it as messages were stored: Meta's times are
 * whole seconds (docs/decisions/0033). Nothing is written but the index.
 *
 * Locks messages against writes while one index over all of them is built (three take migration 22 about a minute for ten
 * million messages). Reads go on.
 */
export class OrderChatsBySecond1763800000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX messages_chat ON messages
        (conversation_id, (floor(extract(epoch FROM occurred_at AT TIME ZONE 'UTC'))::bigint), position, id);
      DROP INDEX messages_timeline;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX messages_timeline ON messages (conversation_id, occurred_at, id);
      DROP INDEX messages_chat;
    `);
  }
}
