import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { Config } from '../common/config/config.js';
import { ConfigError, readSettings } from '../common/config/read-settings.js';
import { LocalRequests } from '../common/data-directory/local-requests.js';
import { inspectCluster } from '../common/database/embedded/cluster-files.js';
import { connectionOptions, openEmbedded } from '../common/database/engine.js';
import { migrate, pendingMigrations } from '../common/database/migrations/migrate.js';

/** Prints which migrations would run, and changes nothing. @returns the exit code: 0 */
export async function planMigrations(environment: NodeJS.ProcessEnv): Promise<number> {
  const config = configOf(environment);
  if (config.get('DATABASE_URL') === null && inspectCluster(join(config.dataDirectory, 'postgres')) === 'ABSENT') {
    process.stdout.write('There is no database in DATA_DIR yet: the first start makes it, migrated.\n');
    return 0;
  }
  const pending = await withOptions(config, pendingOf);
  process.stdout.write(
    pending.length === 0
      ? 'The database is up to date: no migration would run.\n'
      : `${[`Would run, in this order (${pending.length}):`, ...pending.map((name) => `  ${name}`)].join('\n')}\n`,
  );
  return 0;
}

/** Migrates the database, as a start does. @returns the exit code: 0 */
export async function runMigrations(environment: NodeJS.ProcessEnv): Promise<number> {
  await withOptions(configOf(environment), async (options) => {
    const pending = await pendingOf(options);
    const startedAt = performance.now();
    const dataSource = await migrate(options);
    await dataSource.destroy();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    for (const name of pending) process.stdout.write(`Ran ${name}.\n`);
    process.stdout.write(
      pending.length === 0
        ? 'The database was up to date.\n'
        : `The database is up to date, after ${seconds} seconds.\n`,
    );
  });
  return 0;
}

async function pendingOf(options: DataSourceOptions): Promise<string[]> {
  const dataSource = await new DataSource(options).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    return await pendingMigrations(dataSource, runner);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

function configOf(environment: NodeJS.ProcessEnv): Config {
  const { values, problems } = readSettings(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  return new Config(values);
}

/** Without the entities, which only a whole application knows. */
async function withOptions<T>(config: Config, work: (options: DataSourceOptions) => Promise<T>): Promise<T> {
  const isEmbedded = config.get('DATABASE_URL') === null;
  const embedded = isEmbedded ? await openEmbedded(config, MIGRATIONS, new LocalRequests()) : null;
  try {
    return await work({ ...connectionOptions(config, embedded), migrations: [...MIGRATIONS] });
  } finally {
    await embedded?.close();
  }
}
