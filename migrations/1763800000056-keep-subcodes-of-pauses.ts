import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meta's subcode beside its code, for some codes say different things by it. Columns without a default: locked for a moment, however large the tables are. */
export class KeepSubcodesOfPauses1763800000056 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts ADD COLUMN sending_pause_subcode integer;
      ALTER TABLE business_phone_numbers ADD COLUMN sending_pause_subcode integer;
      ALTER TABLE broadcasts ADD COLUMN pause_subcode integer;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE broadcasts DROP COLUMN pause_subcode;
      ALTER TABLE business_phone_numbers DROP COLUMN sending_pause_subcode;
      ALTER TABLE accounts DROP COLUMN sending_pause_subcode;
    `);
  }
}
