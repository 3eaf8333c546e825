import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that were sent to one person alone are erased with them. A column without a default, and an index of no rows; what was
 * sent before has none and stays, as it did.
 */
export class EraseSentFiles1763800000069 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE media ADD COLUMN sole_contact_id uuid;
      CREATE INDEX media_sole_contact ON media (sole_contact_id) WHERE sole_contact_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX media_sole_contact;
      ALTER TABLE media DROP COLUMN sole_contact_id;
    `);
  }
}
