import type { EventEmitter } from 'node:events';
import type { DataSourceOptions } from 'typeorm';
import type { Config } from '../config/config.js';
import { prepareDataDirectory } from '../data-directory/data-directory.js';
import { diskProblem } from '../data-directory/free-space.js';
import type { LocalRequests } from '../data-directory/local-requests.js';
import { StartupError } from '../errors/startup-error.js';
import { endWith } from '../shutdown/end-on-signals.js';
import { EXIT_CODES } from '../shutdown/exit-codes.js';
import { EmbeddedDatabase } from './embedded/embedded-database.js';
import { existingEmbeddedTemplate } from './embedded/embedded-template.js';
import type { Migrations } from './migrations/migrations.js';

const STATEMENT_TIMEOUT_MS = 30_000;

/** @throws StartupError when the directory cannot be used, with what to do */
export async function openEmbedded(
  config: Config,
  migrations: Migrations,
  requests: LocalRequests,
): Promise<EmbeddedDatabase> {
  prepareDataDirectory(config.dataDirectory);
  const problem = await diskProblem(config.dataDirectory, config.get('MIN_FREE_DISK_MB'));
  if (problem !== null) throw new StartupError(problem); // PostgreSQL ends in the middle of a recovery otherwise
  return EmbeddedDatabase.open({
    directory: config.dataDirectory,
    template: await existingEmbeddedTemplate(migrations),
    durable: config.get('NODE_ENV') !== 'test',
    onEnd: (sentence) => endWith(EXIT_CODES.FAILED, sentence),
    accept: (socket) => requests.accept(socket),
  });
}

/** How either engine is reached. */
export function connectionOptions(
  config: Config,
  embedded: EmbeddedDatabase | null,
): Partial<DataSourceOptions> & { type: 'postgres' } {
  if (embedded !== null) return embedded.connectionOptions();
  return {
    type: 'postgres',
    url: config.get('DATABASE_URL') ?? undefined,
    applicationName: 'parley',
    extra: {
      max: config.get('DATABASE_POOL_SIZE'),
      connectionTimeoutMillis: 10_000,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      pipeline: true, // for the last statements of a transaction and its COMMIT (Database.runLast)
      // Between pg-pool's listener and TypeORM's a connection has none, and its end would end the process.
      onConnect: (client: EventEmitter) => void client.on('error', () => undefined),
    },
  };
}
