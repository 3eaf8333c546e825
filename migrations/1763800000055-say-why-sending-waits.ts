import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why broadcasts, accounts and numbers wait, for programs. Columns without a default: locked for a moment, however large the tables are. */
export class SayWhySendingWaits1763800000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts ADD COLUMN sending_pause_code integer;
      ALTER TABLE business_phone_numbers ADD COLUMN sending_pause_code integer;
      ALTER TABLE broadcasts ADD COLUMN pause_code integer,
        ADD COLUMN pause_kind text CHECK (pause_kind IN ('BY_HAND', 'TEMPLATE_NOT_APPROVED', 'REFUSED', 'REFUSED_REPEATEDLY'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE broadcasts DROP COLUMN pause_kind, DROP COLUMN pause_code;
      ALTER TABLE business_phone_numbers DROP COLUMN sending_pause_code;
      ALTER TABLE accounts DROP COLUMN sending_pause_code;
    `);
  }
}
