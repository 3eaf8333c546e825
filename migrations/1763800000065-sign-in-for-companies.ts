import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People sign in at an issuer of their company, and with a second factor. New tables, and columns of users and sessions that the
 * former version does not read; locks both for a moment (columns with a constant default, an index of no rows).
 */
export class SignInForCompanies1763800000065 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whoever signs in at an issuer has none: what stands in password_hash then is of no password.
      ALTER TABLE users ADD COLUMN has_password boolean NOT NULL DEFAULT true;

      CREATE TABLE user_identities (
        issuer text NOT NULL,
        subject text NOT NULL,
        user_id uuid NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL,
        -- Of what was applied last: an older token changes nothing.
        claims_issued_at timestamptz(3) NOT NULL,
        PRIMARY KEY (issuer, subject)
      );

      -- Between the answer of the issuer and the page that takes the session: a minute.
      CREATE TABLE sign_in_handovers (
        token_hash bytea PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX sign_in_handovers_user ON sign_in_handovers (user_id);

      -- Sessions of an issuer's bearer tokens: one for a person and client, which each new token joins.
      ALTER TABLE sessions ADD COLUMN bearer_client text;
      CREATE UNIQUE INDEX sessions_bearer_client ON sessions (user_id, bearer_client) WHERE bearer_client IS NOT NULL;

      CREATE TABLE two_factors (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        secret_sealed text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        confirmed_at timestamptz(3),
        -- Number of the 30 seconds whose code was used last: it and earlier ones count no more.
        last_used_step bigint NOT NULL DEFAULT 0
      );

      CREATE TABLE recovery_codes (
        user_id uuid NOT NULL REFERENCES two_factors ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        used_at timestamptz(3),
        PRIMARY KEY (user_id, code_hash)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE recovery_codes;
      DROP TABLE two_factors;
      DROP INDEX sessions_bearer_client;
      DELETE FROM sessions WHERE bearer_client IS NOT NULL;
      ALTER TABLE sessions DROP COLUMN bearer_client;
      DROP TABLE sign_in_handovers;
      DROP TABLE user_identities;
      ALTER TABLE users DROP COLUMN has_password;
    `);
  }
}
