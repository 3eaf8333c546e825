import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The event log lies in partitions of 100 million positions each, so that retention drops files and leaves nothing to
 * vacuum. The log that there is becomes the first partition as it stands: no row is written. What finds no partition goes
 * to events_default: an event can always be written.
 *
 * Locks events while the attached partition is read once, to see that its positions fit: about a second for 10 million events.
 */
export class PartitionEvents1763800000039 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Only retention asked by time, and it goes by partitions now: an index less to write for each event.
      DROP INDEX events_by_time;
      ALTER TABLE events RENAME TO events_attached;
      ALTER INDEX events_by_account RENAME TO events_attached_account_id_position_idx;
      ALTER INDEX events_by_conversation RENAME TO events_attached_conversation_id_position_idx;
      ALTER INDEX events_pkey RENAME TO events_attached_pkey;
      ALTER SEQUENCE events_position_seq RENAME TO events_attached_position_seq;

      CREATE SEQUENCE events_position_seq AS bigint;
      SELECT setval('events_position_seq', last_value, is_called) FROM events_attached_position_seq;
      ALTER TABLE events_attached ALTER COLUMN position DROP IDENTITY;

      CREATE TABLE events (
        position bigint NOT NULL DEFAULT nextval('events_position_seq'),
        account_id uuid NOT NULL,
        kind text NOT NULL,
        conversation_id uuid,
        entity_id uuid NOT NULL,
        recipient_id uuid,
        occurred_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (position)
      ) PARTITION BY RANGE (position);
      ALTER SEQUENCE events_position_seq OWNED BY events.position;
      CREATE INDEX events_by_account ON events (account_id, position);
      CREATE INDEX events_by_conversation ON events (conversation_id, position);

      CREATE TABLE events_default PARTITION OF events DEFAULT;

      DO $$
      DECLARE
        width constant bigint := 100000000;
        number bigint;
        part record;
      BEGIN
        SELECT last_value / width INTO number FROM events_position_seq;
        EXECUTE format('ALTER TABLE events ATTACH PARTITION events_attached FOR VALUES FROM (MINVALUE) TO (%s)', (number + 1) * width);
        FOR part IN SELECT relname AS name, relkind AS kind FROM pg_class
                     WHERE relnamespace = current_schema()::regnamespace AND relname LIKE 'events\\_attached%' LOOP
          EXECUTE format('ALTER %s %I RENAME TO %I', CASE part.kind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END,
                         part.name, replace(part.name, 'attached', 'p' || number));
        END LOOP;
        FOR ahead IN number + 1 .. number + 2 LOOP
          EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%s) TO (%s)',
                         'events_p' || ahead, ahead * width, (ahead + 1) * width);
        END LOOP;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE events RENAME TO events_partitioned;
      ALTER INDEX events_pkey RENAME TO events_partitioned_pkey;
      ALTER INDEX events_by_account RENAME TO events_partitioned_by_account;
      ALTER INDEX events_by_conversation RENAME TO events_partitioned_by_conversation;
      ALTER SEQUENCE events_position_seq RENAME TO events_partitioned_position_seq;
      CREATE TABLE events (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        conversation_id uuid,
        entity_id uuid NOT NULL,
        recipient_id uuid,
        occurred_at timestamptz(3) NOT NULL DEFAULT now()
      );
      INSERT INTO events (position, account_id, kind, conversation_id, entity_id, recipient_id, occurred_at)
        OVERRIDING SYSTEM VALUE
        SELECT position, account_id, kind, conversation_id, entity_id, recipient_id, occurred_at FROM events_partitioned;
      SELECT setval('events_position_seq', last_value, is_called) FROM events_partitioned_position_seq;
      DROP TABLE events_partitioned;
      CREATE INDEX events_by_account ON events (account_id, position);
      CREATE INDEX events_by_conversation ON events (conversation_id, position);
      CREATE INDEX events_by_time ON events (occurred_at);
    `);
  }
}
