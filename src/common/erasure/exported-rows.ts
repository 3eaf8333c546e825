import type { Database } from '../database/database.js';

interface JsonRow {
  json: string;
}

const PAGE_SIZE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Rows of a statement that finds few of them. It selects one text, `json`. */
export async function* fewRows(database: Database, sql: string, parameters: unknown[]): AsyncGenerator<string[]> {
  yield (await database.query<JsonRow>(sql, parameters)).map(({ json }) => json);
}

/** Rows that belong to these ids, which are $1 of the statement. It selects one text, `json`. */
export async function* rowsOf(
  database: Database,
  ids: readonly string[],
  sql: string,
  parameters: unknown[] = [],
): AsyncGenerator<string[]> {
  for (let begin = 0; begin < ids.length; begin += PAGE_SIZE) {
    yield* fewRows(database, sql, [ids.slice(begin, begin + PAGE_SIZE), ...parameters]);
  }
}

/**
 * Rows of a statement that finds any number of them. It selects two texts, `id` and `json`, of those whose id is above $1,
 * at most $2, in the order of their ids; `parameters` are $3 and onwards.
 */
export async function* pagesOfRows(database: Database, sql: string, parameters: unknown[]): AsyncGenerator<string[]> {
  for (let after = BEFORE_ALL; ;) {
    const rows = await database.query<JsonRow & { id: string }>(sql, [after, PAGE_SIZE, ...parameters]);
    yield rows.map(({ json }) => json);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_SIZE) return;
    after = last.id;
  }
}
