import { DataSource, MigrationExecutor, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { StartupError } from '../../errors/startup-error.js';
import { withSessionLock } from '../advisory-locks.js';
import { rowset } from '../rowset.js';
import { checksumsOf } from './migrations.js';
import { PREPARATIONS } from './preparations.js';
import { requireColumns } from './schema-columns.js';
import { requireKnownSchema, type AppliedMigration } from './schema-version.js';

/** What may end a statement or a transaction early, by our own settings, the role's or the database's. */
const LIMITS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/**
 * Opens the database and brings it up to date, one transaction a migration. Safe when many processes start at once, on
 * either engine: all is done in one session.
 * @throws StartupError when another version has migrated the database, or its schema was changed by hand
 */
export async function migrate(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    // another process may migrate for long, and so may this one
    for (const limit of LIMITS) await runner.query(`SET ${limit} = 0`);
    await withSessionLock(runner, 'migration', () => runPending(dataSource, runner));
    for (const limit of LIMITS) await runner.query(`RESET ${limit}`);
    await requireColumns(dataSource, runner);
    await runner.release();
    return dataSource;
  } catch (error) {
    await runner.release();
    await dataSource.destroy();
    throw error;
  }
}

/**
 * Opens a database that has been migrated already, and changes nothing in it.
 * @throws StartupError when a migration is missing, or another version has migrated it
 */
export async function openMigrated(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    const pending = await pendingMigrations(dataSource, runner);
    if (pending.length > 0) throw new StartupError(notMigrated(pending));
    await requireColumns(dataSource, runner);
    await runner.release();
    return dataSource;
  } catch (error) {
    await runner.release();
    await dataSource.destroy();
    throw error;
  }
}

/**
 * Names of the migrations that have not run yet, in their order.
 * @throws StartupError when another version has migrated the database
 */
export async function pendingMigrations(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const checksums = await checksumsOf(dataSource.migrations);
  const applied = await appliedMigrations(runner);
  requireKnownSchema(applied, checksums);
  const names = new Set(applied.map(({ name }) => name));
  return Object.keys(checksums).filter((name) => !names.has(name));
}

function notMigrated(pending: readonly string[]): string {
  const which = pending.length === 1 ? `${pending[0]} has not run` : `${pending.length} migrations have not run`;
  return `The database is not migrated (${which}), and MIGRATE_ON_START is off: run \`npx parley migrate run\` first.`;
}

async function runPending(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const checksums = await checksumsOf(dataSource.migrations);
  const applied = await appliedMigrations(runner);
  requireKnownSchema(applied, checksums);
  if (applied.some(({ checksum }) => checksum === null)) await recordChecksums(runner, checksums);
  const executor = new MigrationExecutor(dataSource, runner);
  for (const migration of await executor.getPendingMigrations()) {
    await runner.startTransaction();
    try {
      const preparation = PREPARATIONS[migration.name];
      if (preparation !== undefined) await runner.query(preparation);
      await executor.executeMigration(migration);
      await recordChecksums(runner, checksums);
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }
}

export async function appliedMigrations(runner: QueryRunner): Promise<AppliedMigration[]> {
  if (!(await runner.hasTable('migrations'))) return [];
  // through JSON: a database from before checksums has no such column
  return (await runner.query(
    `SELECT name, to_jsonb(migrations)->>'checksum' AS checksum FROM migrations ORDER BY timestamp`,
  )) as AppliedMigration[];
}

/** Beside TypeORM's own note that a migration has run: what it was. One from before checksums is taken to be ours. */
async function recordChecksums(runner: QueryRunner, checksums: Readonly<Record<string, string>>): Promise<void> {
  await runner.query('ALTER TABLE migrations ADD COLUMN IF NOT EXISTS checksum text');
  const known = rowset(
    'known',
    { name: 'text', checksum: 'text' },
    Object.entries(checksums).map(([name, checksum]) => ({ name, checksum })),
  );
  await runner.query(
    `UPDATE migrations SET checksum = known.checksum FROM ${known.sql}
      WHERE migrations.name = known.name AND migrations.checksum IS NULL`,
    known.parameters,
  );
}
