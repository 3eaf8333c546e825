import type { DataSource, QueryRunner } from 'typeorm';
import { StartupError } from '../../errors/startup-error.js';

const MAX_NAMED = 5;

/** @throws StartupError when a column that this version reads is not there, though its migrations have run */
export async function requireColumns(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const problem = await columnProblem(dataSource, (sql) => runner.query(sql) as Promise<ColumnRow[]>);
  if (problem !== null) throw new StartupError(problem);
}

export interface ColumnRow {
  name: string;
}

/** What the schema lacks of what entities speak of, as a sentence with what to do; null: nothing. */
export async function columnProblem(
  dataSource: DataSource,
  query: (sql: string) => Promise<ColumnRow[]>,
): Promise<string | null> {
  const rows = await query(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = current_schema()`,
  );
  const present = new Set(rows.map(({ name }) => name));
  const missing = dataSource.entityMetadatas
    .flatMap(({ tableName, columns }) => columns.map(({ databaseName }) => `${tableName}.${databaseName}`))
    .filter((name) => !present.has(name));
  if (missing.length === 0) return null;
  const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
  return `The schema of the database does not fit: it lacks ${missing.slice(0, MAX_NAMED).join(', ')}${more}, though its migrations have run. It was changed by something else than Parley: restore a backup, or put back what was changed.`;
}
