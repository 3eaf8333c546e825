import type { Database } from '../../../common/database/database.js';
import { withinTime } from '../../../common/database/time-limit.js';
import type { Place, SearchSteps, Step, StepResult } from '../../../common/search/recency-search.js';
import { hasEveryTerm, indexedTerms, type SqlCondition } from '../../../common/search/search-sql.js';
import type { SearchTerms } from '../../../common/search/search-terms.js';
import { secondOf } from './chat.service.js';

/** What is searched: messages of accounts, or of conversations, and of these only what somebody may see. */
export interface SearchedMessages {
  sourceColumn: 'account_id' | 'conversation_id';
  sources: readonly string[];
  /** Whether the row of conversations called `conversation` may be seen; its parameters are the first ones. */
  visibility: SqlCondition;
}

interface ScannedRow {
  source: number;
  id: string;
  at: Date;
  is_last: boolean;
  is_match: boolean;
  is_hit: boolean;
}

/** Behind every message, for pages that begin at the beginning. */
const NEWEST = { at: '9999-12-31T23:59:59Z', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Steps of a search over messages, newest first, in SQL. */
export function messageSearchSteps(
  database: Database,
  terms: SearchTerms,
  { sourceColumn, sources, visibility }: SearchedMessages,
): SearchSteps {
  const isVisible = `EXISTS (SELECT FROM conversations conversation WHERE conversation.id = conversation_id AND ${visibility.sql})`;

  // of one conversation, the index has the seconds in which messages were written: what is within one is sorted
  const isChat = sourceColumn === 'conversation_id';
  const bound = isChat ? `AND ${secondOf('messages.occurred_at')} <= ${secondOf('source.before_at')}` : '';
  const order = isChat ? `${secondOf('messages.occurred_at')} DESC, ` : '';

  const scan = async (steps: Step[]): Promise<StepResult[]> => {
    const before = visibility.parameters.length;
    const matches = hasEveryTerm('search_text', terms, before);
    const own = before + matches.parameters.length;
    const rows = await database.query<ScannedRow>(
      `SELECT source.number::int AS source, place.id, place.occurred_at AS at, place.n = source.rows AS is_last,
              place.is_match, CASE WHEN place.is_match THEN ${isVisible} ELSE false END AS is_hit
         FROM unnest($${own + 1}::uuid[], $${own + 2}::timestamptz[], $${own + 3}::uuid[], $${own + 4}::int[])
                WITH ORDINALITY AS source (id, before_at, before_id, rows, number)
        CROSS JOIN LATERAL (
          SELECT id, conversation_id, occurred_at, row_number() OVER (ORDER BY occurred_at DESC, id DESC) AS n,
                 search_text IS NOT NULL AND ${matches.sql} AS is_match
            FROM (SELECT id, conversation_id, occurred_at, search_text FROM messages
                   WHERE messages.${sourceColumn} = source.id AND (occurred_at, messages.id) < (source.before_at, source.before_id) ${bound}
                   ORDER BY ${order}occurred_at DESC, messages.id DESC LIMIT source.rows) recent) place
        WHERE place.is_match OR place.n = source.rows`,
      [
        ...visibility.parameters,
        ...matches.parameters,
        steps.map(({ source }) => source),
        steps.map(({ after }) => after?.at.toISOString() ?? NEWEST.at),
        steps.map(({ after }) => after?.id ?? NEWEST.id),
        steps.map(({ rows: count }) => count),
      ],
    );
    return steps.map((_step, index) => resultOf(rows.filter(({ source }) => source === index + 1)));
  };

  const lookUp = async (after: Place | null, limit: number): Promise<Place[]> => {
    const before = visibility.parameters.length;
    const indexed = indexedTerms('search_text', terms, before);
    const matches = hasEveryTerm('search_text', terms, before + indexed.parameters.length);
    const own = before + indexed.parameters.length + matches.parameters.length;
    return database.query<{ id: string; at: Date }>(
      `WITH hits AS MATERIALIZED (
         SELECT id, ${sourceColumn} AS source, conversation_id, occurred_at FROM messages WHERE ${indexed.sql} AND ${matches.sql})
       SELECT id, occurred_at AS at
         FROM (SELECT * FROM hits
                WHERE source = ANY($${own + 1}::uuid[]) AND (occurred_at, id) < ($${own + 2}::timestamptz, $${own + 3}::uuid)
                ORDER BY occurred_at DESC, id DESC OFFSET 0) found
        WHERE ${isVisible} ORDER BY occurred_at DESC, id DESC LIMIT $${own + 4}`,
      [
        ...visibility.parameters,
        ...indexed.parameters,
        ...matches.parameters,
        sources,
        after?.at ?? NEWEST.at,
        after?.id ?? NEWEST.id,
        limit,
      ],
    );
  };

  return {
    scan: (steps, limitMs) => withinTime(database, limitMs, () => scan(steps)),
    lookUp:
      terms.indexed.length === 0
        ? null
        : (after, limit, limitMs) => withinTime(database, limitMs, () => lookUp(after, limit)),
    countRows: async () => {
      const [row] = await database.query<{ count: number }>(
        `SELECT greatest(reltuples, 0) AS count FROM pg_class WHERE oid = 'messages'::regclass`,
      );
      return row?.count ?? 0;
    },
  };
}

function resultOf(rows: readonly ScannedRow[]): StepResult {
  const last = rows.find(({ is_last }) => is_last);
  return {
    matches: rows.filter(({ is_match }) => is_match).map(({ id, at, is_hit }) => ({ id, at, isHit: is_hit })),
    last: last === undefined ? null : { id: last.id, at: last.at },
  };
}
