import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Canned replies: texts that colleagues send again and again, of an account or of all. A new table alone: nothing is locked. */
export class KeepCannedReplies1763800000047 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE canned_replies (
        id uuid PRIMARY KEY,
        -- NULL: for all accounts.
        account_id uuid REFERENCES accounts,
        shortcut text NOT NULL,
        body text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX canned_replies_account ON canned_replies (account_id, shortcut) NULLS NOT DISTINCT;
      CREATE INDEX canned_replies_shortcut ON canned_replies (shortcut, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE canned_replies');
  }
}
