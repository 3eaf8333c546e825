import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts may have the id that they have in the company's own system. Locks contacts against writes while the index is built: one scan. */
export class NameContacts1763800000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts ADD COLUMN external_id text');
    await runner.query(
      'CREATE UNIQUE INDEX contacts_external_id ON contacts (account_id, external_id) WHERE external_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts DROP COLUMN external_id');
  }
}
