import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import type { Conversation } from '../../conversations/conversations.service.js';
import type { DayTally, TallyMetric } from '../domain/statistics/account-figures.js';
import { priceTally, type PriceTally } from '../domain/statistics/price-tally.js';
import { answerLength } from '../domain/statistics/answer-times.js';

/** By how much a tally is off. */
export interface TallyDifference {
  accountId: string;
  at: Date;
  metric: TallyMetric;
  key: string;
  change: number;
}

const MAX_FOLDED = 10_000;

const SENT_TIME = 'coalesce(accepted_at, sent_at, delivered_at, read_at, failed_at)';
/** What the messages themselves say, reading all of them; answers are told by nothing but their tallies. */
const EXPECTED = `
  SELECT account_id, quarter_of_hour(at) AS at, metric, key, count(*) AS change
    FROM messages CROSS JOIN LATERAL (VALUES
           ('RECEIVED', '', occurred_at, direction = 'INBOUND'),
           ('SENT', coalesce(template_id::text, ''), ${SENT_TIME}, direction = 'OUTBOUND' AND accepted_at IS NOT NULL),
           ('DELIVERED', coalesce(template_id::text, ''), ${SENT_TIME}, direction = 'OUTBOUND' AND coalesce(delivered_at, read_at) IS NOT NULL),
           ('READ', coalesce(template_id::text, ''), ${SENT_TIME}, direction = 'OUTBOUND' AND read_at IS NOT NULL),
           ('FAILED', coalesce(template_id::text, ''), ${SENT_TIME}, direction = 'OUTBOUND' AND status = 'FAILED')
         ) AS fact (metric, key, at, holds)
   WHERE holds AND at IS NOT NULL AND kind NOT IN ('REACTION', 'EDIT', 'REVOKE') GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT account_id, quarter_of_hour(${SENT_TIME}), 'PRICED',
         message_price(status_details, business_phone_number_id, template_id, broadcast_id), count(*)
    FROM messages WHERE direction = 'OUTBOUND' AND ${SENT_TIME} IS NOT NULL
     AND jsonb_exists_any(status_details, ARRAY['pricing.category', 'pricing.type']) GROUP BY 1, 2, 4
  UNION ALL
  SELECT account_id, quarter_of_hour(sent_at), 'REPLIED', template_id::text, count(*) FROM template_replies GROUP BY 1, 2, 4`;
/** Of prices what Meta said, without whom of ours it concerns: category, type, whether billable. */
const PLAIN_KEY = `CASE metric WHEN 'PRICED' THEN concat_ws(' ', split_part(key, ' ', 1), split_part(key, ' ', 2), split_part(key, ' ', 3)) ELSE key END`;
const COUNTED = `
  SELECT account_id, at, metric, key, count AS change FROM message_tallies
  UNION ALL SELECT account_id, at, metric, key, change FROM message_tally_changes`;

/**
 * Message tallies: how many messages of each account came, went and arrived in each quarter of an hour. Triggers on
 * messages add to message_tally_changes in the statement that changes them; folded, the changes are message_tallies.
 */
@Injectable()
export class MessageTalliesService {
  constructor(private readonly database: Database) {}

  /** Records how long those waited who are answered now, in the running transaction: `conversations` as they were before. */
  async recordAnswers(conversations: readonly Conversation[], now: Date): Promise<void> {
    const answered = new Map(conversations.map((conversation) => [conversation.id, conversation]));
    const changes = [...answered.values()].flatMap(({ accountId, status, waitingSince }) =>
      waitingSince === null || status !== 'OPEN'
        ? []
        : [{ account_id: accountId, key: String(answerLength(now.getTime() - waitingSince.getTime())) }],
    );
    if (changes.length === 0) return;
    const change = rowset('change', { account_id: 'uuid', key: 'text' }, changes, [now]);
    await this.database.run(
      `INSERT INTO message_tally_changes (account_id, at, metric, key, change)
       SELECT change.account_id, quarter_of_hour($1), 'ANSWERED', change.key, count(*) FROM ${change.sql} GROUP BY 1, 4`,
      change.parameters,
    );
  }

  /** The tallies of days that begin at `begins`, the last of which is where they end: ranges of an index, whatever was before. */
  async ofDays(accountIds: readonly string[], begins: readonly Date[]): Promise<DayTally[]> {
    const [first, last] = [begins[0], begins.at(-1)];
    return this.database.query<DayTally>(
      `SELECT width_bucket(at, $2::timestamptz[]) - 1 AS day, metric, ${PLAIN_KEY} AS key, sum(change)::int AS count
         FROM (${COUNTED}) AS counted
        WHERE account_id = ANY($1::uuid[]) AND at >= $3 AND at < $4 GROUP BY 1, 2, 3`,
      [accountIds, begins, first, last],
    );
  }

  /** Prices of days, as `ofDays`, with all that their keys say: see `PriceTally`. */
  async pricesOfDays(accountIds: readonly string[], begins: readonly Date[]): Promise<PriceTally[]> {
    const [first, last] = [begins[0], begins.at(-1)];
    const rows = await this.database.query<{ day: number; key: string; count: number }>(
      `SELECT width_bucket(at, $2::timestamptz[]) - 1 AS day, key, sum(change)::int AS count
         FROM (${COUNTED}) AS counted
        WHERE account_id = ANY($1::uuid[]) AND at >= $3 AND at < $4 AND metric = 'PRICED'
        GROUP BY 1, 2 HAVING sum(change) > 0`,
      [accountIds, begins, first, last],
    );
    return rows.map(priceTally);
  }

  /** Adds changes to the tallies: the sums stay what they are, and are read sooner. True when there may be more. */
  async fold(): Promise<boolean> {
    const [row] = await this.database.query<{ folded: number }>(
      `WITH folded AS (
         DELETE FROM message_tally_changes WHERE id IN
           (SELECT id FROM message_tally_changes ORDER BY id LIMIT ${MAX_FOLDED} FOR UPDATE SKIP LOCKED)
         RETURNING account_id, at, metric, key, change),
       kept AS (
         INSERT INTO message_tallies (account_id, at, metric, key, count)
         SELECT account_id, at, metric, key, sum(change) FROM folded GROUP BY 1, 2, 3, 4 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4
         ON CONFLICT (account_id, at, metric, key) DO UPDATE SET count = message_tallies.count + excluded.count)
       SELECT count(*)::int AS folded FROM folded`,
    );
    return row?.folded === MAX_FOLDED;
  }

  /** Tallies all messages again. What is off is added in the same statement: it is right whatever is written meanwhile. */
  async recount(): Promise<TallyDifference[]> {
    return this.database.query<TallyDifference>(
      `WITH difference AS (
         SELECT account_id, at, metric, key, sum(change)::int AS change
           FROM (${EXPECTED}
                 UNION ALL SELECT account_id, at, metric, key, -change FROM (${COUNTED}) AS counted WHERE metric <> 'ANSWERED') AS sides
          GROUP BY 1, 2, 3, 4 HAVING sum(change) <> 0),
       mended AS (
         INSERT INTO message_tally_changes (account_id, at, metric, key, change) SELECT account_id, at, metric, key, change FROM difference)
       SELECT account_id AS "accountId", at, metric, key, change FROM difference ORDER BY 1, 2, 3, 4`,
    );
  }
}
