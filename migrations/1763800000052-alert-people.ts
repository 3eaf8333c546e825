import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who are away are alerted: by push to their browsers, by e-mail. Tables of their own; nothing is locked. */
export class AlertPeople1763800000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of those who chose something; all others have the defaults.
      CREATE TABLE alert_settings (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        is_push_on boolean NOT NULL,
        shows_text boolean NOT NULL,
        is_email_on boolean NOT NULL,
        email_after_minutes integer NOT NULL CHECK (email_after_minutes BETWEEN 1 AND 1440),
        muted_reasons text[] NOT NULL,
        language text NOT NULL,
        updated_at timestamptz(3) NOT NULL
      );
      CREATE TABLE alert_muted_accounts (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts,
        PRIMARY KEY (user_id, account_id)
      );

      -- The pairs that the server shows to push services, sealed. The latest that can be opened counts; browsers are bound to one.
      CREATE TABLE push_keys (
        public_key text PRIMARY KEY,
        private_key_sealed text NOT NULL,
        created_at timestamptz(3) NOT NULL
      );

      -- Browsers that take pushes, for as long as their session lasts.
      CREATE TABLE push_devices (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
        endpoint text NOT NULL UNIQUE,
        p256dh text NOT NULL,
        auth text NOT NULL,
        public_key text NOT NULL,
        user_agent text,
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX push_devices_user ON push_devices (user_id);
      CREATE INDEX push_devices_session ON push_devices (session_id);

      -- Alerts that wait: for a moment or for minutes, in which somebody may read the notification.
      CREATE TABLE alerts (
        notification_id uuid NOT NULL REFERENCES notifications ON DELETE CASCADE,
        channel text NOT NULL CHECK (channel IN ('PUSH', 'EMAIL')),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        due_at timestamptz(3) NOT NULL,
        gives_up_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        lease_until timestamptz(3),
        -- Devices that have it already, where others have to be tried again.
        reached_device_ids uuid[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (notification_id, channel)
      );
      CREATE INDEX alerts_due ON alerts (channel, due_at);
      CREATE INDEX alerts_user ON alerts (user_id, channel);

      -- What keeps people from being alerted, until one of them is.
      CREATE TABLE alert_problems (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        channel text NOT NULL CHECK (channel IN ('PUSH', 'EMAIL')),
        code text NOT NULL,
        message text NOT NULL,
        first_at timestamptz(3) NOT NULL,
        last_at timestamptz(3) NOT NULL,
        PRIMARY KEY (user_id, channel)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE alert_problems, alerts, push_devices, push_keys, alert_muted_accounts, alert_settings',
    );
  }
}
