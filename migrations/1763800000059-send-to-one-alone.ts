import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Templates say whether they may go to many at once; all that there are may. Locks templates for a moment. */
export class SendToOneAlone1763800000059 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE templates ADD COLUMN allows_multiple_recipients boolean NOT NULL DEFAULT true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE templates DROP COLUMN allows_multiple_recipients');
  }
}
