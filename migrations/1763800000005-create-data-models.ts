import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDataModels1763800000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_models (
        id uuid PRIMARY KEY,
        key text NOT NULL UNIQUE,
        label text NOT NULL,
        fields jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      );

      -- A relation is the external id of another record, which may come later: no foreign key.
      CREATE TABLE data_records (
        id uuid PRIMARY KEY,
        model_id uuid NOT NULL REFERENCES data_models ON DELETE CASCADE,
        external_id text NOT NULL,
        label text NOT NULL,
        field_values jsonb NOT NULL,
        portal_url text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (model_id, external_id)
      );
      CREATE INDEX data_records_label ON data_records (model_id, label, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_records, data_models');
  }
}
