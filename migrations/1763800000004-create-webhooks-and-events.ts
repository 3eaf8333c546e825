import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWebhooksAndEvents1763800000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- No foreign key to accounts here and in events: checking it would lock the one account row on every webhook.
      -- Accounts are archived, never deleted.
      CREATE TABLE webhook_deliveries (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        body bytea NOT NULL,
        fields text[] NOT NULL DEFAULT '{}',
        state text NOT NULL DEFAULT 'RECEIVED' CHECK (state IN ('RECEIVED', 'PROCESSED', 'FAILED', 'IGNORED')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz(3),
        error text,
        received_at timestamptz(3) NOT NULL,
        processed_at timestamptz(3)
      );
      CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (account_id, id) WHERE state = 'RECEIVED';
      -- The primary key is in the order of receipt; every further index would be paid for by each webhook.
      CREATE INDEX webhook_deliveries_set_aside ON webhook_deliveries (state, id) WHERE state IN ('FAILED', 'IGNORED');

      CREATE TABLE events (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        conversation_id uuid,
        entity_id uuid NOT NULL,
        recipient_id uuid,
        occurred_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX events_by_account ON events (account_id, position);
      CREATE INDEX events_by_conversation ON events (conversation_id, position);
      CREATE INDEX events_by_time ON events (occurred_at);

      -- Up to which position an account's log has been cleaned up: an older cursor has missed something.
      CREATE TABLE event_horizons (
        account_id uuid PRIMARY KEY REFERENCES accounts,
        pruned_to bigint NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_horizons, events, webhook_deliveries');
  }
}
