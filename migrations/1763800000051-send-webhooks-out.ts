import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Webhooks to other systems: endpoints, how far each has read the event log of each account, and what is sent to it. Events
 * say what happened to their entity, where that matters outside. Adds a column to events, which is written nowhere: an instant.
 */
export class SendWebhooksOut1763800000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE events ADD COLUMN change text;

      CREATE TABLE webhook_endpoints (
        id uuid PRIMARY KEY,
        url text NOT NULL,
        description text,
        event_types text[] NOT NULL CHECK (event_types <> '{}'),
        -- Null: all accounts, also those that come.
        account_ids uuid[],
        secret_sealed text NOT NULL,
        previous_secret_sealed text,
        previous_secret_until timestamptz(3),
        status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'PAUSED', 'DISABLED')),
        status_reason text,
        status_changed_at timestamptz(3),
        -- Since it last accepted something: how long, and how often, it has failed.
        failing_since timestamptz(3),
        failure_count integer NOT NULL DEFAULT 0,
        last_error text,
        blocked_until timestamptz(3),
        last_delivered_at timestamptz(3),
        created_by_user_id uuid REFERENCES users,
        created_by_api_key_id uuid REFERENCES api_keys,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CHECK ((previous_secret_sealed IS NULL) = (previous_secret_until IS NULL))
      );

      CREATE TABLE endpoint_cursors (
        endpoint_id uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        -- In the event log: all up to here is in endpoint_deliveries, or was not asked for.
        position bigint NOT NULL,
        -- Grows with each erasure: what was rendered before is not stored any more.
        version integer NOT NULL DEFAULT 0,
        PRIMARY KEY (endpoint_id, account_id)
      );

      CREATE SEQUENCE endpoint_delivery_positions;
      CREATE TABLE endpoint_deliveries (
        -- The receiver's webhook-id.
        id uuid PRIMARY KEY,
        position bigint NOT NULL DEFAULT nextval('endpoint_delivery_positions'),
        endpoint_id uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
        event_type text NOT NULL,
        -- Null for a test.
        account_id uuid REFERENCES accounts ON DELETE CASCADE,
        event_position bigint,
        entity_id uuid NOT NULL,
        conversation_id uuid,
        contact_id uuid,
        -- What is sent in order.
        lane uuid NOT NULL,
        -- Word for word as it is sent.
        payload text NOT NULL,
        is_reduced boolean NOT NULL DEFAULT false,
        occurred_at timestamptz(3) NOT NULL,
        state text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'FAILED')),
        attempts integer NOT NULL DEFAULT 0,
        attempt_log jsonb NOT NULL DEFAULT '[]',
        first_attempt_at timestamptz(3),
        next_attempt_at timestamptz(3),
        finished_at timestamptz(3),
        created_at timestamptz(3) NOT NULL
      );
      ALTER SEQUENCE endpoint_delivery_positions OWNED BY endpoint_deliveries.position;
      CREATE UNIQUE INDEX endpoint_deliveries_once ON endpoint_deliveries (endpoint_id, event_position, event_type);
      CREATE INDEX endpoint_deliveries_waiting ON endpoint_deliveries (endpoint_id, lane, position) WHERE state = 'WAITING';
      CREATE INDEX endpoint_deliveries_list ON endpoint_deliveries (endpoint_id, id);
      CREATE INDEX endpoint_deliveries_conversation ON endpoint_deliveries (conversation_id) WHERE conversation_id IS NOT NULL;
      CREATE INDEX endpoint_deliveries_contact ON endpoint_deliveries (contact_id) WHERE contact_id IS NOT NULL;

      -- What waits for an endpoint, by lane: a job each, from the first delivery that waits until none does.
      CREATE TABLE endpoint_lanes (
        endpoint_id uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
        lane uuid NOT NULL,
        -- Grows with each delivery that comes to wait in it.
        version integer NOT NULL DEFAULT 0,
        -- A test goes out whatever the state of the endpoint.
        is_test boolean NOT NULL DEFAULT false,
        state text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SENDING')),
        next_attempt_at timestamptz(3) NOT NULL,
        claim_id uuid,
        lease_until timestamptz(3),
        PRIMARY KEY (endpoint_id, lane)
      );
      CREATE INDEX endpoint_lanes_waiting ON endpoint_lanes (endpoint_id, next_attempt_at) WHERE state = 'WAITING';
      CREATE INDEX endpoint_lanes_sending ON endpoint_lanes (endpoint_id, lease_until) WHERE state = 'SENDING';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE endpoint_lanes;
      DROP TABLE endpoint_deliveries;
      DROP TABLE endpoint_cursors;
      DROP TABLE webhook_endpoints;
      ALTER TABLE events DROP COLUMN change;
    `);
  }
}
