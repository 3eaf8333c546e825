import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';

/** Messages of a template, counted by how far they came. */
export interface TemplateCounts {
  sent: number;
  delivered: number;
  read: number;
  replied: number;
  failed: number;
}

/** How much the counts of a template are off. */
export type TemplateCountsDifference = TemplateCounts & { templateId: string };

const NONE: TemplateCounts = { sent: 0, delivered: 0, read: 0, replied: 0, failed: 0 };
const MAX_FOLDED = 10_000;
const SUMS =
  'sum(sent)::int AS sent, sum(delivered)::int AS delivered, sum(read)::int AS read, sum(replied)::int AS replied, sum(failed)::int AS failed';
const IS_NONE = 'sum(sent) = 0 AND sum(delivered) = 0 AND sum(read) = 0 AND sum(replied) = 0 AND sum(failed) = 0';
/** What the messages themselves say, less what was counted; reading all messages of templates. */
const DIFFERENCES = `
  SELECT template_id, ${SUMS}
    FROM (SELECT template_id, count(accepted_at) AS sent, count(coalesce(delivered_at, read_at)) AS delivered, count(read_at) AS read,
                 0 AS replied, count(*) FILTER (WHERE status = 'FAILED') AS failed
            FROM messages WHERE template_id IS NOT NULL GROUP BY template_id
          UNION ALL SELECT template_id, 0, 0, 0, count(*), 0 FROM template_replies GROUP BY template_id
          UNION ALL SELECT template_id, -sum(sent), -sum(delivered), -sum(read), -sum(replied), -sum(failed)
                      FROM template_counts GROUP BY template_id) AS sides
   GROUP BY template_id HAVING NOT (${IS_NONE})`;

/**
 * Template counts: how far the messages of each template came. Triggers on messages add a row to template_counts for each
 * statement that changes them, in its transaction; the sum of a template's rows is what its messages have come to.
 */
@Injectable()
export class TemplateCountsService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: the messages of each template, in order. */
  readonly ofTemplates = async (ids: readonly string[]): Promise<TemplateCounts[]> => {
    const rows = await this.database.query<TemplateCounts & { template_id: string }>(
      `SELECT template_id, ${SUMS} FROM template_counts WHERE template_id = ANY($1) GROUP BY template_id`,
      [ids],
    );
    return inOrderOf(ids, rows, (row) => row.template_id).map((row) => row ?? NONE);
  };

  /** Makes one row of a template's many: the sums stay what they are, and are read sooner. True when there may be more. */
  async fold(): Promise<boolean> {
    const [row] = await this.database.query<{ folded: number }>(
      `WITH folded AS (
         DELETE FROM template_counts WHERE id IN
           (SELECT id FROM template_counts WHERE template_id IN
              (SELECT template_id FROM template_counts GROUP BY template_id HAVING count(*) > 1)
             ORDER BY id LIMIT ${MAX_FOLDED} FOR UPDATE SKIP LOCKED)
         RETURNING template_id, sent, delivered, read, replied, failed),
       kept AS (
         INSERT INTO template_counts (template_id, sent, delivered, read, replied, failed)
         SELECT template_id, ${SUMS} FROM folded GROUP BY template_id HAVING NOT (${IS_NONE}))
       SELECT count(*)::int AS folded FROM folded`,
    );
    return row?.folded === MAX_FOLDED;
  }

  /** Counts all messages of templates again. What is off is added in the same statement: it is right whatever is written meanwhile. */
  async recount(): Promise<TemplateCountsDifference[]> {
    return this.database.query<TemplateCountsDifference>(
      `WITH difference AS (${DIFFERENCES}),
       mended AS (
         INSERT INTO template_counts (template_id, sent, delivered, read, replied, failed)
         SELECT template_id, sent, delivered, read, replied, failed FROM difference)
       SELECT template_id AS "templateId", sent, delivered, read, replied, failed FROM difference ORDER BY template_id`,
    );
  }
}
