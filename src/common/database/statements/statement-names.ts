import { createHash } from 'node:crypto';
import { statementSummary } from './statement-summary.js';

/** More than there are statements whose text is fixed. A connection keeps some 20 kB for each. */
const MAX_NAMES = 1_000;
/** Longer than any statement whose text is fixed. What grows with the data is not kept: each of its texts would be another. */
const MAX_TEXT_LENGTH = 16_000;
/** PostgreSQL cuts a name after 63 bytes. */
const MAX_SUMMARY_LENGTH = 46;
const HASH_LENGTH = 16;

export interface StatementName {
  /** Such as `insert_messages_4f3a…`; undefined where the statement is not prepared. */
  name: string | undefined;
  /** Such as `INSERT messages`. */
  summary: string;
}

/**
 * Statement names, by which people read them in pg_prepared_statements and in traces. Prepared under a name, a statement is
 * parsed and planned once a connection, which keeps it: so only the first texts get one. What lists are asked for makes any
 * number of others.
 */
export class StatementNames {
  private readonly names = new Map<string, StatementName>();

  of(sql: string): StatementName {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (this.names.size >= MAX_NAMES || sql.length > MAX_TEXT_LENGTH) return new UnpreparedStatement(sql);
    const summary = statementSummary(sql);
    const words = summary.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
    const hash = createHash('sha256').update(sql).digest('hex').slice(0, HASH_LENGTH);
    const statement = { name: `${words.slice(0, MAX_SUMMARY_LENGTH)}_${hash}`, summary };
    this.names.set(sql, statement);
    return statement;
  }
}

/** Statement without a name, whose summary is made where somebody asks for it. */
class UnpreparedStatement implements StatementName {
  readonly name = undefined;

  constructor(private readonly sql: string) {}

  get summary(): string {
    return statementSummary(this.sql);
  }
}
