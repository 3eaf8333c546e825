import { DataSource, type DataSourceOptions } from 'typeorm';

/** Any number that no other program uses on this database: one process migrates, the others wait. */
const MIGRATION_LOCK = 7_241_901;

/** Opens the database and brings it up to date. Safe when many processes start at once. */
export async function migrate(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  const isEmbedded = (options as { extra?: { max?: number } }).extra?.max === 1;
  if (isEmbedded) {
    await dataSource.runMigrations();
    return dataSource;
  }
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await guard.release();
  }
  return dataSource;
}
