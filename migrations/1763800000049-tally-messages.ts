import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a message counts: outgoing ones when Meta took them or would not; null while neither has happened. */
const SENT_TIME = 'coalesce(accepted_at, sent_at, delivered_at, read_at, failed_at)';
/** What customers and the company wrote, without what only changes another message. */
const IS_WHOLE = "kind NOT IN ('REACTION', 'EDIT', 'REVOKE')";
const HAS_ARRIVED = 'coalesce(delivered_at, read_at) IS NOT NULL';

/** What one side of a change (new rows or old ones) comes to, by account, quarter of an hour and template. */
const counted = (rows: string, sign: 1 | -1): string => `
  SELECT account_id, quarter_of_hour(CASE WHEN direction = 'INBOUND' THEN occurred_at ELSE ${SENT_TIME} END) AS at,
         coalesce(template_id::text, '') AS key, ${sign} * count(*) FILTER (WHERE direction = 'INBOUND') AS received,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND accepted_at IS NOT NULL) AS sent,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND ${HAS_ARRIVED}) AS delivered,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND read_at IS NOT NULL) AS read,
         ${sign} * count(*) FILTER (WHERE direction = 'OUTBOUND' AND status = 'FAILED') AS failed
    FROM ${rows} WHERE ${IS_WHOLE} AND (direction = 'INBOUND' OR (direction = 'OUTBOUND' AND ${SENT_TIME} IS NOT NULL))
   GROUP BY 1, 2, 3`;

/** The same by price: `category type billable`, in the words of Meta. */
const priced = (rows: string, sign: 1 | -1): string => `
  SELECT account_id, quarter_of_hour(${SENT_TIME}) AS at,
         concat_ws(' ', coalesce(status_details->>'pricing.category', '-'), coalesce(status_details->>'pricing.type', '-'),
                   coalesce(status_details->>'pricing.billable', '-')) AS key, ${sign} * count(*) AS change
    FROM ${rows} WHERE direction = 'OUTBOUND' AND ${SENT_TIME} IS NOT NULL
     AND (status_details ? 'pricing.category' OR status_details ? 'pricing.type')
   GROUP BY 1, 2, 3`;

const METRICS = `(VALUES ('RECEIVED', received), ('SENT', sent), ('DELIVERED', delivered), ('READ', read), ('FAILED', failed))`;

/** Rows for one of the tables of tallies, from the sides of a change. */
const insertInto = (table: string, column: string, sides: readonly [rows: string, sign: 1 | -1][]): string => `
  INSERT INTO ${table} (account_id, at, metric, key, ${column})
  SELECT account_id, at, metric, CASE metric WHEN 'RECEIVED' THEN '' ELSE key END, sum(change)
    FROM (${sides.map(([rows, sign]) => counted(rows, sign)).join(' UNION ALL ')}) AS sides CROSS JOIN LATERAL ${METRICS} AS metrics (metric, change)
   GROUP BY 1, 2, 3, 4 HAVING sum(change) <> 0
  UNION ALL
  SELECT account_id, at, 'PRICED', key, sum(change)
    FROM (${sides.map(([rows, sign]) => priced(rows, sign)).join(' UNION ALL ')}) AS prices
   GROUP BY 1, 2, 4 HAVING sum(change) <> 0;`;

const replies = (rows: string, sign: 1 | -1): string => `
  INSERT INTO message_tally_changes (account_id, at, metric, key, change)
  SELECT account_id, quarter_of_hour(sent_at), 'REPLIED', template_id::text, ${sign} * count(*) FROM ${rows} GROUP BY 1, 2, 4;`;

/** As migration 34 made it, with what a reply adds to its row. */
const countTemplateMessages = (columns: string, values: string): string => `
  CREATE OR REPLACE FUNCTION count_template_messages() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      INSERT INTO template_counts (template_id, sent, delivered, read, failed)
      SELECT template_id, count(accepted_at), count(coalesce(delivered_at, read_at)), count(read_at),
             count(*) FILTER (WHERE status = 'FAILED')
        FROM new_rows WHERE template_id IS NOT NULL GROUP BY template_id
      HAVING count(accepted_at) > 0 OR count(*) FILTER (WHERE status = 'FAILED') > 0;
      WITH answered AS (
        INSERT INTO template_replies (message_id, template_id${columns})
        SELECT DISTINCT ON (sent.id) sent.id, sent.template_id${values}
          FROM new_rows CROSS JOIN LATERAL
               (SELECT messages.* FROM messages
                 WHERE messages.conversation_id = new_rows.conversation_id AND messages.template_id IS NOT NULL
                   AND (messages.position, messages.id) < (new_rows.position, new_rows.id)
                 ORDER BY messages.position DESC, messages.id DESC LIMIT 1) AS sent
         WHERE new_rows.direction = 'INBOUND'
        ON CONFLICT DO NOTHING RETURNING template_id)
      INSERT INTO template_counts (template_id, replied)
      SELECT template_id, count(*) FROM answered GROUP BY template_id;
    ELSIF TG_OP = 'UPDATE' THEN
      INSERT INTO template_counts (template_id, sent, delivered, read, failed)
      SELECT template_id, sum(sent), sum(delivered), sum(read), sum(failed)
        FROM (SELECT template_id, (accepted_at IS NOT NULL)::int AS sent, (coalesce(delivered_at, read_at) IS NOT NULL)::int AS delivered,
                     (read_at IS NOT NULL)::int AS read, (status = 'FAILED')::int AS failed
                FROM new_rows WHERE template_id IS NOT NULL
              UNION ALL
              SELECT template_id, -(accepted_at IS NOT NULL)::int, -(coalesce(delivered_at, read_at) IS NOT NULL)::int,
                     -(read_at IS NOT NULL)::int, -(status = 'FAILED')::int
                FROM old_rows WHERE template_id IS NOT NULL) AS changes
       GROUP BY template_id HAVING sum(sent) <> 0 OR sum(delivered) <> 0 OR sum(read) <> 0 OR sum(failed) <> 0;
    ELSE
      INSERT INTO template_counts (template_id, sent, delivered, read, failed)
      SELECT template_id, -count(accepted_at), -count(coalesce(delivered_at, read_at)), -count(read_at),
             -count(*) FILTER (WHERE status = 'FAILED')
        FROM old_rows WHERE template_id IS NOT NULL GROUP BY template_id;
    END IF;
    RETURN NULL;
  END $$;`;

/**
 * Messages are tallied by account and quarter of an hour as they change, in the same statement
 * (docs/decisions/0063). Statements add rows to message_tally_changes, so that none waits for another; a job adds them to
 * message_tallies, of which a page about some days reads a range of the primary key.
 *
 * Locks messages against writes until it ends: it looks once at all of them, reckoned at 30 s for ten million.
 */
export class TallyMessages1763800000049 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Every time zone begins its days with a quarter of an hour.
      CREATE FUNCTION quarter_of_hour(at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT date_bin('15 minutes', at, '2000-01-01 00:00:00+00') $$;

      CREATE TABLE message_tallies (
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        -- The quarter of an hour that begins then.
        at timestamptz NOT NULL,
        metric text NOT NULL CHECK (metric IN ('RECEIVED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'REPLIED', 'PRICED', 'ANSWERED')),
        -- Of outgoing messages and replies: the template, or none; of prices: category, type and whether billable; of answers: how long.
        key text NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (account_id, at, metric, key)
      );
      CREATE TABLE message_tally_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL,
        at timestamptz NOT NULL,
        metric text NOT NULL CHECK (metric IN ('RECEIVED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'REPLIED', 'PRICED', 'ANSWERED')),
        key text NOT NULL,
        change bigint NOT NULL
      ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

      ALTER TABLE template_replies ADD COLUMN account_id uuid, ADD COLUMN sent_at timestamptz;
      UPDATE template_replies SET account_id = sent.account_id, sent_at = sent.time
        FROM (SELECT id, account_id, coalesce(${SENT_TIME}, created_at) AS time FROM messages) AS sent WHERE sent.id = message_id;
      ALTER TABLE template_replies ALTER COLUMN account_id SET NOT NULL, ALTER COLUMN sent_at SET NOT NULL;

      ${insertInto('message_tallies', 'count', [['messages', 1]])}
      INSERT INTO message_tallies (account_id, at, metric, key, count)
      SELECT account_id, quarter_of_hour(sent_at), 'REPLIED', template_id::text, count(*) FROM template_replies GROUP BY 1, 2, 4;
    `);
    await runner.query(
      countTemplateMessages(
        ', account_id, sent_at',
        ', sent.account_id, coalesce(sent.accepted_at, sent.sent_at, sent.delivered_at, sent.read_at, sent.failed_at, sent.created_at)',
      ),
    );
    await runner.query(`
      CREATE FUNCTION tally_messages() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${insertInto('message_tally_changes', 'change', [['new_rows', 1]])}
        ELSIF TG_OP = 'UPDATE' THEN
          ${insertInto('message_tally_changes', 'change', [
            ['new_rows', 1],
            ['old_rows', -1],
          ])}
        ELSE
          ${insertInto('message_tally_changes', 'change', [['old_rows', -1]])}
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER messages_tallied_added AFTER INSERT ON messages
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();
      CREATE TRIGGER messages_tallied_changed AFTER UPDATE ON messages
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();
      CREATE TRIGGER messages_tallied_gone AFTER DELETE ON messages
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tally_messages();

      CREATE FUNCTION tally_template_replies() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${replies('new_rows', 1)}
        ELSE
          ${replies('old_rows', -1)}
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER template_replies_tallied_added AFTER INSERT ON template_replies
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tally_template_replies();
      CREATE TRIGGER template_replies_tallied_gone AFTER DELETE ON template_replies
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tally_template_replies();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER messages_tallied_added ON messages;
      DROP TRIGGER messages_tallied_changed ON messages;
      DROP TRIGGER messages_tallied_gone ON messages;
      DROP TRIGGER template_replies_tallied_added ON template_replies;
      DROP TRIGGER template_replies_tallied_gone ON template_replies;
      DROP FUNCTION tally_messages;
      DROP FUNCTION tally_template_replies;
    `);
    await runner.query(countTemplateMessages('', ''));
    await runner.query(`
      ALTER TABLE template_replies DROP COLUMN account_id, DROP COLUMN sent_at;
      DROP TABLE message_tallies, message_tally_changes;
      DROP FUNCTION quarter_of_hour;
    `);
  }
}
