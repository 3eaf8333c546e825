import type { Database } from '../database/database.js';
import type { SearchTerms, TextCondition } from './search-terms.js';

/** SQL with numbered parameters that begin after those that are there already. */
export interface SqlCondition {
  sql: string;
  parameters: unknown[];
}

/**
 * SQL that holds where a text has every term; two parameters however many terms there are. No index helps with it: it is
 * for rows that are read anyhow.
 */
export function hasEveryTerm(column: string, { conditions }: SearchTerms, parametersBefore: number): SqlCondition {
  const valuesOf = (operator: TextCondition['operator']) =>
    conditions.filter((condition) => condition.operator === operator).map(({ value }) => value);
  return {
    sql: `(${column} LIKE ALL ($${parametersBefore + 1}::text[]) AND ${column} ~ ALL ($${parametersBefore + 2}::text[]))`,
    parameters: [valuesOf('LIKE'), valuesOf('~')],
  };
}

/** SQL of the terms with which an index of trigrams helps, one condition each: an index helps with each but not with a list. */
export function indexedTerms(column: string, { indexed }: SearchTerms, parametersBefore: number): SqlCondition {
  return {
    sql: indexed.map(({ operator }, index) => `${column} ${operator} $${parametersBefore + index + 1}`).join(' AND '),
    parameters: indexed.map(({ value }) => value),
  };
}

/** A condition with named parameters (`:name`, `:...names`), as TypeORM writes them, with numbered ones from $1. */
export function numbered(database: Database, sql: string, parameters: Record<string, unknown>): SqlCondition {
  const [numberedSql, values] = database.dataSource.driver.escapeQueryWithParameters(sql, parameters);
  return { sql: numberedSql, parameters: values };
}
