import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePeople1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL,
        phone_number text,
        password_hash text NOT NULL,
        role text NOT NULL CHECK (role IN ('ADMIN', 'MANAGER', 'OPERATOR')),
        is_active boolean NOT NULL DEFAULT true,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX users_email ON users (lower(email));

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        access_token_hash bytea NOT NULL UNIQUE,
        access_expires_at timestamptz(3) NOT NULL,
        refresh_token_hash bytea NOT NULL UNIQUE,
        former_refresh_token_hash bytea UNIQUE,
        refresh_expires_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX sessions_user ON sessions (user_id);

      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        hint text NOT NULL,
        key_hash bytea NOT NULL UNIQUE,
        scopes text[] NOT NULL,
        account_ids uuid[],
        created_by_id uuid REFERENCES users ON DELETE SET NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_used_at timestamptz(3),
        expires_at timestamptz(3),
        revoked_at timestamptz(3)
      );

      -- Grows with every change of who may do what, so that running subscriptions notice.
      CREATE TABLE rights_epoch (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        epoch bigint NOT NULL
      );
      INSERT INTO rights_epoch (epoch) VALUES (1);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rights_epoch, api_keys, sessions, users');
  }
}
