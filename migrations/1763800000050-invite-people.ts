import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are invited by a link, with which they choose their password. A table of its own; nothing is locked. */
export class InvitePeople1763800000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL,
        role text NOT NULL CHECK (role IN ('ADMIN', 'MANAGER', 'OPERATOR')),
        account_ids uuid[] NOT NULL,
        token_hash bytea NOT NULL UNIQUE,
        invited_by_id uuid REFERENCES users ON DELETE SET NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL
      );
      -- One for each address: a new one replaces the former.
      CREATE UNIQUE INDEX invitations_email ON invitations (lower(email));
      CREATE INDEX invitations_newest ON invitations (created_at DESC, id DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invitations');
  }
}
