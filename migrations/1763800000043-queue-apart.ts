import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is to be sent stands in a table of its own, and no index of messages names a status any more: a status is a HOT
 * update, and a broadcast in store slows nobody down. What a broadcast has come to is counted as its messages change.
 *
 * Locks messages while two indexes over messages of broadcasts are built and these are counted (about 10 s a million of
 * them) and what waits is copied (by the old partial indexes); columns are dropped without a rewrite. The fill factor holds
 * for new pages.
 */
export class QueueApart1763800000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row a message that is yet to be sent, or of which nobody knows. Its message refers to everything else.
      CREATE TABLE outgoing_jobs (
        message_id uuid PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
        business_phone_number_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        broadcast_id uuid,
        position bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('QUEUED', 'SENDING', 'UNCONFIRMED')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz(3),
        refused_code integer,
        lease_until timestamptz(3),
        claim_id uuid,
        unconfirmed_at timestamptz(3)
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
      INSERT INTO outgoing_jobs
      SELECT id, business_phone_number_id, conversation_id, broadcast_id, position, status, attempts, next_attempt_at,
             (failure->>'code')::integer, lease_until, claim_id, unconfirmed_at
        FROM (SELECT * FROM messages WHERE status = 'QUEUED'
              UNION ALL SELECT * FROM messages WHERE status = 'SENDING'
              UNION ALL SELECT * FROM messages WHERE status = 'UNCONFIRMED' AND NOT was_resent) AS waiting;
      CREATE INDEX outgoing_jobs_chats ON outgoing_jobs (business_phone_number_id, position, message_id)
        WHERE state = 'QUEUED' AND broadcast_id IS NULL;
      CREATE INDEX outgoing_jobs_broadcasts ON outgoing_jobs (broadcast_id, next_attempt_at NULLS FIRST, position, message_id)
        WHERE state = 'QUEUED' AND broadcast_id IS NOT NULL;
      CREATE INDEX outgoing_jobs_conversation ON outgoing_jobs (conversation_id);
      CREATE INDEX outgoing_jobs_sending ON outgoing_jobs (lease_until) WHERE state = 'SENDING';
      CREATE INDEX outgoing_jobs_unconfirmed ON outgoing_jobs (unconfirmed_at) WHERE state = 'UNCONFIRMED';

      -- What the messages of a broadcast have come to: the sum of the rows of a status. Statements add rows, so that none waits for another.
      CREATE TABLE broadcast_counts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        broadcast_id uuid NOT NULL,
        status text NOT NULL,
        count bigint NOT NULL
      ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
      INSERT INTO broadcast_counts (broadcast_id, status, count)
      SELECT broadcast_id, status, count(*) FROM messages WHERE broadcast_id IS NOT NULL GROUP BY broadcast_id, status;
      CREATE INDEX broadcast_counts_broadcast ON broadcast_counts (broadcast_id);

      DROP INDEX messages_to_send, messages_in_flight, messages_broadcast, messages_unconfirmed, messages_sending;
      CREATE INDEX messages_broadcast ON messages (broadcast_id, occurred_at, id) WHERE broadcast_id IS NOT NULL;
      -- A failure alone writes failed_at: the other statuses stay HOT.
      CREATE INDEX messages_broadcast_failed ON messages (broadcast_id, occurred_at, id)
        WHERE broadcast_id IS NOT NULL AND failed_at IS NOT NULL;
      ALTER TABLE messages SET (fillfactor = 85),
        DROP COLUMN attempts, DROP COLUMN next_attempt_at, DROP COLUMN lease_until, DROP COLUMN claim_id, DROP COLUMN unconfirmed_at;

      CREATE FUNCTION count_broadcast_messages() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO broadcast_counts (broadcast_id, status, count)
          SELECT broadcast_id, status, count(*) FROM new_rows WHERE broadcast_id IS NOT NULL GROUP BY broadcast_id, status;
        ELSIF TG_OP = 'DELETE' THEN
          INSERT INTO broadcast_counts (broadcast_id, status, count)
          SELECT broadcast_id, status, -count(*) FROM old_rows WHERE broadcast_id IS NOT NULL GROUP BY broadcast_id, status;
        ELSE
          INSERT INTO broadcast_counts (broadcast_id, status, count)
          SELECT broadcast_id, status, sum(change)
            FROM (SELECT broadcast_id, status, 1 AS change FROM new_rows WHERE broadcast_id IS NOT NULL
                  UNION ALL SELECT broadcast_id, status, -1 FROM old_rows WHERE broadcast_id IS NOT NULL) AS changes
           GROUP BY broadcast_id, status HAVING sum(change) <> 0;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER messages_counted_when_added AFTER INSERT ON messages
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_broadcast_messages();
      CREATE TRIGGER messages_counted_when_changed AFTER UPDATE ON messages
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_broadcast_messages();
      CREATE TRIGGER messages_counted_when_gone AFTER DELETE ON messages
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_broadcast_messages();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER messages_counted_when_added ON messages;
      DROP TRIGGER messages_counted_when_changed ON messages;
      DROP TRIGGER messages_counted_when_gone ON messages;
      DROP FUNCTION count_broadcast_messages;
      DROP TABLE broadcast_counts;
      ALTER TABLE messages SET (fillfactor = 90),
        ADD COLUMN attempts integer NOT NULL DEFAULT 0, ADD COLUMN next_attempt_at timestamptz(3), ADD COLUMN lease_until timestamptz(3),
        ADD COLUMN claim_id uuid, ADD COLUMN unconfirmed_at timestamptz(3);
      UPDATE messages SET attempts = job.attempts, next_attempt_at = job.next_attempt_at, lease_until = job.lease_until,
             claim_id = job.claim_id, unconfirmed_at = job.unconfirmed_at
        FROM outgoing_jobs job WHERE job.message_id = messages.id;
      DROP INDEX messages_broadcast, messages_broadcast_failed;
      CREATE INDEX messages_to_send ON messages (business_phone_number_id, (broadcast_id IS NOT NULL), position, id) WHERE status = 'QUEUED';
      CREATE INDEX messages_in_flight ON messages (conversation_id, position, id) WHERE status IN ('QUEUED', 'SENDING');
      CREATE INDEX messages_broadcast ON messages (broadcast_id, status) WHERE broadcast_id IS NOT NULL;
      CREATE INDEX messages_unconfirmed ON messages (unconfirmed_at) WHERE status = 'UNCONFIRMED';
      CREATE INDEX messages_sending ON messages (lease_until) WHERE status = 'SENDING';
      DROP TABLE outgoing_jobs;
    `);
  }
}
