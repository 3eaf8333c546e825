import type { Database } from './database.js';

/** SQLSTATE of a statement that was stopped. */
const QUERY_CANCELED = '57014';
const MIN_LIMIT_MS = 5;
/** What comes after it in a transaction that was running has the time that all statements have. */
const AS_BEFORE = `SELECT set_config(name, reset_val || coalesce(CASE WHEN name = 'statement_timeout' THEN unit END, ''), true)
   FROM pg_settings WHERE name IN ('statement_timeout', 'enable_seqscan', 'jit')`;

/**
 * Runs `work`, which only reads, in a transaction, or in the one that is already running, with statements that are stopped after so many
 * milliseconds each, that take an index wherever one helps, and that are not compiled first: compiling takes longer than they do.
 * @returns null when one was stopped; a transaction that was running is over then, its own is one by itself. The embedded
 *   database cannot stop a statement: there, work has to be small by itself.
 */
export async function withinTime<T>(database: Database, limitMs: number, work: () => Promise<T>): Promise<T | null> {
  const limit = `${Math.max(MIN_LIMIT_MS, Math.ceil(limitMs))}ms`;
  const goesOn = database.isInTransaction;
  try {
    return await database.readTransaction(async () => {
      await database.query(
        `SELECT set_config('statement_timeout', $1, true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`,
        [limit],
      );
      const result = await work();
      if (goesOn) await database.query(AS_BEFORE);
      return result;
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === QUERY_CANCELED) return null;
    throw error;
  }
}
