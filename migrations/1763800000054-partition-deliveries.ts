import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lowest id of a time, as `firstIdOf` has it. */
const FIRST_ID = `
  CREATE FUNCTION pg_temp.first_id_of(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;`;

/**
 * Webhook deliveries lie in partitions by the time in their ids, their bodies in others beside them
 * (docs/decisions/0072), so that retention drops files and leaves nothing to vacuum. The table that there is becomes the
 * first partition as it stands, with the bodies of what has been processed in it: no row of these is written.
 *
 * Locks webhook_deliveries while it is read once, to see that its rows fit, without their bodies where these are long: about
 * 3 s a gigabyte from disk. No webhook is stored meanwhile; Meta sends them again. Processes of the former version store
 * none afterwards (webhook_deliveries_body), because nobody would process them.
 */
export class PartitionDeliveries1763800000054 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${FIRST_ID}
      LOCK TABLE webhook_deliveries IN ACCESS EXCLUSIVE MODE;

      CREATE TABLE webhook_bodies (
        delivery_id uuid NOT NULL,
        -- The very bytes that Meta signed.
        body bytea NOT NULL,
        PRIMARY KEY (delivery_id)
      ) PARTITION BY RANGE (delivery_id);
      CREATE TABLE webhook_bodies_default PARTITION OF webhook_bodies DEFAULT;

      ALTER TABLE webhook_deliveries RENAME TO webhook_deliveries_before;
      ALTER INDEX webhook_deliveries_pkey RENAME TO webhook_deliveries_before_pkey;
      ALTER INDEX webhook_deliveries_set_aside RENAME TO webhook_deliveries_before_state_id_idx;
      ALTER SEQUENCE webhook_delivery_positions OWNED BY NONE;
      ALTER TABLE webhook_deliveries_before ALTER COLUMN body DROP NOT NULL, ALTER COLUMN position SET DEFAULT nextval('webhook_delivery_positions');

      CREATE TABLE webhook_deliveries (
        id uuid NOT NULL,
        position bigint NOT NULL DEFAULT nextval('webhook_delivery_positions'),
        account_id uuid NOT NULL,
        -- Of what was processed before bodies had a table of their own; all others are in webhook_bodies.
        body bytea,
        fields text[] NOT NULL DEFAULT '{}',
        state text NOT NULL DEFAULT 'RECEIVED' CONSTRAINT webhook_deliveries_state_check CHECK (state IN ('RECEIVED', 'PROCESSED', 'FAILED', 'IGNORED')),
        attempts integer NOT NULL DEFAULT 0,
        not_read text[] NOT NULL DEFAULT '{}',
        error text,
        received_at timestamptz(3) NOT NULL,
        processed_at timestamptz(3),
        PRIMARY KEY (id),
        CONSTRAINT webhook_deliveries_body CHECK (state <> 'RECEIVED' OR body IS NULL)
      ) PARTITION BY RANGE (id);
      ALTER SEQUENCE webhook_delivery_positions OWNED BY webhook_deliveries.position;
      CREATE INDEX webhook_deliveries_set_aside ON webhook_deliveries (state, id) WHERE state IN ('FAILED', 'IGNORED');
      CREATE TABLE webhook_deliveries_default PARTITION OF webhook_deliveries DEFAULT;

      DO $$
      DECLARE
        -- Midnight after tomorrow: until then retention has made the next partitions.
        border constant uuid := pg_temp.first_id_of(date_trunc('day', now(), 'UTC') + interval '2 days');
      BEGIN
        EXECUTE format('CREATE TABLE webhook_bodies_before PARTITION OF webhook_bodies FOR VALUES FROM (MINVALUE) TO (%L)', border);
        INSERT INTO webhook_bodies (delivery_id, body)
        SELECT id, body FROM webhook_deliveries_before JOIN webhook_queue ON delivery_id = id;
        UPDATE webhook_deliveries_before SET body = NULL WHERE id IN (SELECT delivery_id FROM webhook_queue);
        -- Ids of a clock that was wrong go to the default partition.
        CREATE TEMPORARY TABLE ahead ON COMMIT DROP AS SELECT * FROM webhook_deliveries_before WHERE id >= border;
        DELETE FROM webhook_deliveries_before WHERE id >= border;
        -- Together, so that the table is read once; attaching reads none then.
        EXECUTE format('ALTER TABLE webhook_deliveries_before ADD CONSTRAINT webhook_deliveries_body CHECK (state <> ''RECEIVED'' OR body IS NULL),
                          ADD CONSTRAINT fits CHECK (id < %L)', border);
        EXECUTE format('ALTER TABLE webhook_deliveries ATTACH PARTITION webhook_deliveries_before FOR VALUES FROM (MINVALUE) TO (%L)', border);
        ALTER TABLE webhook_deliveries_before DROP CONSTRAINT fits;
        INSERT INTO webhook_deliveries (id, position, account_id, body, fields, state, attempts, not_read, error, received_at, processed_at)
        SELECT id, position, account_id, body, fields, state, attempts, not_read, error, received_at, processed_at FROM ahead;
      END $$;
      DROP FUNCTION pg_temp.first_id_of;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_deliveries RENAME TO webhook_deliveries_partitioned;
      ALTER INDEX webhook_deliveries_pkey RENAME TO webhook_deliveries_partitioned_pkey;
      ALTER INDEX webhook_deliveries_set_aside RENAME TO webhook_deliveries_partitioned_set_aside;
      ALTER SEQUENCE webhook_delivery_positions OWNED BY NONE;
      CREATE TABLE webhook_deliveries (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        body bytea NOT NULL,
        fields text[] NOT NULL DEFAULT '{}',
        state text NOT NULL DEFAULT 'RECEIVED' CONSTRAINT webhook_deliveries_state CHECK (state IN ('RECEIVED', 'PROCESSED', 'FAILED', 'IGNORED')),
        attempts integer NOT NULL DEFAULT 0,
        error text,
        received_at timestamptz(3) NOT NULL,
        processed_at timestamptz(3),
        not_read text[] NOT NULL DEFAULT '{}',
        position bigint NOT NULL DEFAULT nextval('webhook_delivery_positions')
      );
      INSERT INTO webhook_deliveries (id, position, account_id, body, fields, state, attempts, not_read, error, received_at, processed_at)
      SELECT id, position, account_id, coalesce(webhook_bodies.body, old.body), fields, state, attempts, not_read, error, received_at, processed_at
        FROM webhook_deliveries_partitioned old LEFT JOIN webhook_bodies ON delivery_id = id;
      ALTER SEQUENCE webhook_delivery_positions OWNED BY webhook_deliveries.position;
      CREATE INDEX webhook_deliveries_set_aside ON webhook_deliveries (state, id) WHERE state IN ('FAILED', 'IGNORED');
      DROP TABLE webhook_deliveries_partitioned, webhook_bodies;
      ALTER TABLE webhook_deliveries RENAME CONSTRAINT webhook_deliveries_state TO webhook_deliveries_state_check;
    `);
  }
}
