import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['notifications', 'title_wording'],
  ['notifications', 'body_wording'],
  ['media', 'error_wording'],
  ['history_entries', 'to_wording'],
  ['history_entries', 'reason_wording'],
  ['webhook_deliveries', 'error_wording'],
  ['webhook_endpoints', 'status_reason_wording'],
  ['webhook_endpoints', 'last_error_wording'],
  ['record_rules', 'stop_reason_wording'],
] as const;

/**
 * Texts of the server are stored with their reason and values beside them, so that they can be said in another language. What was
 * stored before, and what a process of the former version stores, has none. Columns without a default: nothing is rewritten.
 */
export class WordStoredTexts1763800000063 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}
