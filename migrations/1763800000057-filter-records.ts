import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records of a model are read in the order in which they came. Locks data_records against writes while the index is built. */
export class FilterRecords1763800000057 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX data_records_in_order ON data_records (model_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX data_records_in_order');
  }
}
