import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * CreateTemplates and SendAtAPace were edited after databases had run them. This brings a database of any version of
 * theirs to the same schema; one that has run the last version keeps what it has.
 */
export class CompleteEditedMigrations1763800000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE templates
        ALTER COLUMN edited_at TYPE timestamptz[],
        DROP CONSTRAINT templates_data_model_id_fkey,
        ADD CONSTRAINT templates_data_model_id_fkey FOREIGN KEY (data_model_id) REFERENCES data_models ON DELETE SET NULL;
      DROP INDEX changes_template, changes_account;
      CREATE INDEX changes_template ON changes (template_id, created_at, id);
      CREATE INDEX changes_account ON changes (account_id, created_at, id) WHERE template_id IS NULL;

      ALTER TABLE broadcasts ADD COLUMN IF NOT EXISTS last_told_at timestamptz(3);
      DROP INDEX broadcasts_unfinished;
      CREATE INDEX broadcasts_unfinished ON broadcasts (business_phone_number_id) WHERE finished_at IS NULL;

      -- Of files from before the column nobody knows whether something speaks of them: they count as used.
      ALTER TABLE media ADD COLUMN IF NOT EXISTS is_used boolean NOT NULL DEFAULT true;
      ALTER TABLE media ALTER COLUMN is_used SET DEFAULT false;
      CREATE INDEX IF NOT EXISTS media_unused ON media (created_at) WHERE message_id IS NULL AND NOT is_used;
    `);
  }

  async down(): Promise<void> {
    // nothing: the schema is what the migrations before this one make today
  }
}
