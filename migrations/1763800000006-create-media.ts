import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMedia1763800000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE media (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        state text NOT NULL CHECK (state IN ('PENDING', 'STORED', 'FAILED')),
        mime_type text NOT NULL,
        file_name text,
        size integer,
        sha256 text,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX media_account ON media (account_id, id);

      -- What a file is called at Meta: uploaded once for a number, used until Meta forgets it.
      CREATE TABLE media_uploads (
        media_id uuid NOT NULL REFERENCES media ON DELETE CASCADE,
        phone_number_id text NOT NULL,
        remote_id text NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        PRIMARY KEY (media_id, phone_number_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE media_uploads, media');
  }
}
