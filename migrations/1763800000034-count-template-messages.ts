import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages of templates are counted as they change, in the same statement (docs/decisions/0043). Statements add rows, so
 * that none waits for another; the sum of a template's rows is its statistics.
 *
 * Locks messages against writes until it ends: two indexes over messages of templates, and one look at all of them and
 * at what followed each (reckoned from 2.3 s for 60,000: about 40 s a million messages of templates, and a scan of the others).
 */
export class CountTemplateMessages1763800000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE template_counts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        template_id uuid NOT NULL,
        sent bigint NOT NULL DEFAULT 0,
        delivered bigint NOT NULL DEFAULT 0,
        read bigint NOT NULL DEFAULT 0,
        replied bigint NOT NULL DEFAULT 0,
        failed bigint NOT NULL DEFAULT 0
      ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

      -- Messages of templates after which the customer wrote, before another template was sent: as it was when they wrote.
      CREATE TABLE template_replies (
        message_id uuid PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
        template_id uuid NOT NULL
      );

      -- The latest template before a message.
      CREATE INDEX messages_templates_sent ON messages (conversation_id, position, id) WHERE template_id IS NOT NULL;

      INSERT INTO template_replies (message_id, template_id)
      SELECT messages.id, template_id
        FROM messages CROSS JOIN LATERAL
             (SELECT inbound.position, inbound.id FROM messages inbound
               WHERE inbound.conversation_id = messages.conversation_id AND inbound.direction = 'INBOUND'
                 AND (inbound.position, inbound.id) > (messages.position, messages.id)
               ORDER BY inbound.position, inbound.id LIMIT 1) AS answer
       WHERE template_id IS NOT NULL AND NOT EXISTS
             (SELECT FROM messages later WHERE later.conversation_id = messages.conversation_id AND later.template_id IS NOT NULL
                 AND (later.position, later.id) > (messages.position, messages.id)
                 AND (later.position, later.id) < (answer.position, answer.id));

      INSERT INTO template_counts (template_id, sent, delivered, read, failed)
      SELECT template_id, count(accepted_at), count(coalesce(delivered_at, read_at)), count(read_at),
             count(*) FILTER (WHERE status = 'FAILED')
        FROM messages WHERE template_id IS NOT NULL GROUP BY template_id;
      INSERT INTO template_counts (template_id, replied)
      SELECT template_id, count(*) FROM template_replies GROUP BY template_id;
      CREATE INDEX template_counts_template ON template_counts (template_id);
    `);
    await runner.query(`
      CREATE FUNCTION count_template_messages() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO template_counts (template_id, sent, delivered, read, failed)
          SELECT template_id, count(accepted_at), count(coalesce(delivered_at, read_at)), count(read_at),
                 count(*) FILTER (WHERE status = 'FAILED')
            FROM new_rows WHERE template_id IS NOT NULL GROUP BY template_id
          HAVING count(accepted_at) > 0 OR count(*) FILTER (WHERE status = 'FAILED') > 0;
          WITH answered AS (
            INSERT INTO template_replies (message_id, template_id)
            SELECT DISTINCT ON (sent.id) sent.id, sent.template_id
              FROM new_rows CROSS JOIN LATERAL
                   (SELECT messages.id, messages.template_id FROM messages
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
      END $$;
      CREATE TRIGGER messages_of_templates_added AFTER INSERT ON messages
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_template_messages();
      CREATE TRIGGER messages_of_templates_changed AFTER UPDATE ON messages
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_template_messages();
      CREATE TRIGGER messages_of_templates_gone AFTER DELETE ON messages
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_template_messages();

      CREATE FUNCTION count_template_replies() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO template_counts (template_id, replied) SELECT template_id, -count(*) FROM old_rows GROUP BY template_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER template_replies_gone AFTER DELETE ON template_replies
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_template_replies();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER messages_of_templates_added ON messages;
      DROP TRIGGER messages_of_templates_changed ON messages;
      DROP TRIGGER messages_of_templates_gone ON messages;
      DROP FUNCTION count_template_messages;
      DROP TABLE template_replies, template_counts;
      DROP FUNCTION count_template_replies;
      DROP INDEX messages_templates_sent;
    `);
  }
}
