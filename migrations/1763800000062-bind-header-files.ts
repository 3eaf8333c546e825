import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Templates may take the file of their header from a record. Locks templates for a moment: nothing is rewritten. */
export class BindHeaderFiles1763800000062 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE templates ADD COLUMN header_file jsonb CHECK (jsonb_typeof(header_file) = 'object')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE templates DROP COLUMN header_file');
  }
}
