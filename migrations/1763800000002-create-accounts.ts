import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        whatsapp_account_id text NOT NULL,
        app_id text NOT NULL,
        access_token_sealed text NOT NULL,
        access_token_hint text NOT NULL,
        app_secret_sealed text NOT NULL,
        previous_app_secret_sealed text,
        previous_secret_until timestamptz(3),
        verify_token_sealed text NOT NULL,
        status text NOT NULL
          CHECK (status IN ('UNVERIFIED', 'CONNECTED', 'TOKEN_INVALID', 'RESTRICTED', 'DISABLED', 'DELETED', 'UNKNOWN')),
        token jsonb,
        connection jsonb,
        subscribed_fields text[],
        last_webhook_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        archived_at timestamptz(3)
      );
      CREATE UNIQUE INDEX accounts_whatsapp_account ON accounts (whatsapp_account_id) WHERE archived_at IS NULL;

      CREATE TABLE business_phone_numbers (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        phone_number_id text NOT NULL,
        display_phone_number text,
        verified_name text,
        quality_rating text NOT NULL DEFAULT 'UNKNOWN' CHECK (quality_rating IN ('GREEN', 'YELLOW', 'RED', 'UNKNOWN')),
        messaging_limit text,
        throughput integer NOT NULL DEFAULT 80 CHECK (throughput > 0),
        status text,
        return_after_days integer NOT NULL DEFAULT 15 CHECK (return_after_days > 0),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (account_id, phone_number_id)
      );

      CREATE TABLE notify_users (
        business_phone_number_id uuid NOT NULL REFERENCES business_phone_numbers ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        PRIMARY KEY (business_phone_number_id, user_id)
      );
      CREATE INDEX notify_users_user ON notify_users (user_id);

      CREATE TABLE user_accounts (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        PRIMARY KEY (user_id, account_id)
      );
      CREATE INDEX user_accounts_account ON user_accounts (account_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_accounts, notify_users, business_phone_numbers, accounts');
  }
}
