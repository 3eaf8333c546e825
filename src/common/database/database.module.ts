import type { EventEmitter } from 'node:events';
import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Config } from '../config/config.js';
import { StartupError } from '../errors/startup-error.js';
import { Database } from './database.js';
import { EmbeddedDatabase } from './embedded/embedded-database.js';
import { existingEmbeddedTemplate } from './embedded/embedded-template.js';
import { migrate } from './migrations/migrate.js';
import type { Migrations } from './migrations/migrations.js';

/** The embedded database where one is in use, otherwise null. */
const EMBEDDED_DATABASE = Symbol('EMBEDDED_DATABASE');
const STATEMENT_TIMEOUT_MS = 30_000;

@Module({})
class EngineModule {
  static for(migrations: Migrations): DynamicModule {
    return {
      module: EngineModule,
      providers: [
        {
          provide: EMBEDDED_DATABASE,
          inject: [Config],
          useFactory: async (config: Config) =>
            config.get('DATABASE_URL') === null
              ? EmbeddedDatabase.open({
                  directory: config.dataDirectory,
                  template: await existingEmbeddedTemplate(migrations),
                  durable: config.get('NODE_ENV') !== 'test',
                })
              : null,
        },
      ],
      exports: [EMBEDDED_DATABASE],
    };
  }
}

/** The one connection to the database, on either engine, migrated before anything uses it. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(EMBEDDED_DATABASE) private readonly embedded: EmbeddedDatabase | null,
  ) {}

  static with(migrations: Migrations): DynamicModule {
    const engine = EngineModule.for(migrations);
    return {
      module: DatabaseModule,
      imports: [
        engine,
        TypeOrmModule.forRootAsync({
          imports: [engine],
          inject: [Config, EMBEDDED_DATABASE],
          useFactory: (config: Config, embedded: EmbeddedDatabase | null) => ({
            ...connectionOptions(config, embedded),
            autoLoadEntities: true,
            migrations: [...migrations],
            logging: false,
            retryAttempts: 3,
            toRetry: (error: unknown) => !(error instanceof StartupError),
          }),
          dataSourceFactory: async (options) => {
            if (options === undefined) throw new Error('The database is not configured.');
            return migrate(options);
          },
        }),
      ],
      providers: [Database],
      exports: [Database],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.embedded?.close();
  }
}

function connectionOptions(
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
      // Between pg-pool's listener and TypeORM's a connection has none, and its end would end the process.
      onConnect: (client: EventEmitter) => void client.on('error', () => undefined),
    },
  };
}
