import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data models may be limited to accounts; all that there are stay open to every account. Locks data_models for a moment. */
export class LimitModelsToAccounts1763800000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE data_models ADD COLUMN account_ids uuid[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE data_models DROP COLUMN account_ids');
  }
}
