import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { LocalRequests } from '../data-directory/local-requests.js';
import { StartupError } from '../errors/startup-error.js';
import { ReadinessService } from '../health/readiness.service.js';
import { TracingModule } from '../tracing/tracing.module.js';
import { Database } from './database.js';
import type { EmbeddedDatabase } from './embedded/embedded-database.js';
import { connectionOptions, openEmbedded } from './engine.js';
import { isTransient } from './is-transient.js';
import { appliedMigrations, migrate, openMigrated } from './migrations/migrate.js';
import { checksumsOf, type Migrations } from './migrations/migrations.js';
import { columnProblem, type ColumnRow } from './migrations/schema-columns.js';
import { schemaProblem } from './migrations/schema-version.js';

/** The embedded database where one is in use, otherwise null. */
const EMBEDDED_DATABASE = Symbol('EMBEDDED_DATABASE');
const SCHEMA_HOLDS_MS = 2_000;

@Module({})
class EngineModule {
  static for(migrations: Migrations): DynamicModule {
    return {
      module: EngineModule,
      providers: [
        LocalRequests,
        {
          provide: EMBEDDED_DATABASE,
          inject: [Config, LocalRequests],
          useFactory: (config: Config, requests: LocalRequests) =>
            config.get('DATABASE_URL') === null ? openEmbedded(config, migrations, requests) : null,
        },
      ],
      exports: [EMBEDDED_DATABASE, LocalRequests],
    };
  }
}

/** The one connection to the database, on either engine, migrated before anything uses it. */
@Global()
@Module({})
export class DatabaseModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    @Inject(EMBEDDED_DATABASE) private readonly embedded: EmbeddedDatabase | null,
    private readonly readiness: ReadinessService,
  ) {}

  static with(migrations: Migrations): DynamicModule {
    const engine = EngineModule.for(migrations);
    let open = migrate;
    return {
      module: DatabaseModule,
      imports: [
        engine,
        TracingModule, // of commands too
        TypeOrmModule.forRootAsync({
          imports: [engine],
          inject: [Config, EMBEDDED_DATABASE],
          useFactory: (config: Config, embedded: EmbeddedDatabase | null) => {
            if (!config.get('MIGRATE_ON_START')) open = openMigrated;
            return {
              ...connectionOptions(config, embedded),
              autoLoadEntities: true,
              migrations: [...migrations],
              logging: false,
              retryAttempts: 3,
              toRetry: (error: unknown) => !(error instanceof StartupError),
            };
          },
          dataSourceFactory: async (options) => {
            if (options === undefined) throw new Error('The database is not configured.');
            return open(options);
          },
        }),
      ],
      providers: [Database],
      exports: [Database, engine],
    };
  }

  /** A newer version may migrate the database while this process runs. */
  async onModuleInit(): Promise<void> {
    const known = await checksumsOf(this.dataSource.migrations);
    this.readiness.register(
      {
        name: 'DATABASE',
        findProblem: () =>
          this.dataSource.query('SELECT 1').then(
            () => null,
            () => 'The database does not answer.',
          ),
      },
      { name: 'SCHEMA', findProblem: () => this.findSchemaProblem(known), holdsForMs: SCHEMA_HOLDS_MS },
    );
  }

  /** Null while the database does not answer: that is said already. */
  private async findSchemaProblem(known: Readonly<Record<string, string>>): Promise<string | null> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const problem = schemaProblem(await appliedMigrations(runner), known);
      return problem ?? (await columnProblem(this.dataSource, (sql) => runner.query(sql) as Promise<ColumnRow[]>));
    } catch (error) {
      if (isTransient(error)) return null;
      throw error;
    } finally {
      await runner.release();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.embedded?.close();
    this.database.close();
  }
}
