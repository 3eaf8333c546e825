import {
  Global,
  Module,
  type DynamicModule,
  type INestApplicationContext,
  type Provider,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MIGRATIONS } from '../../migrations/index.js';
import { Config } from '../common/config/config.js';
import { ConfigModule } from '../common/config/config.module.js';
import { ConfigError, readSettings } from '../common/config/read-settings.js';
import { DatabaseModule } from '../common/database/database.module.js';
import { ReadinessService } from '../common/health/readiness.service.js';
import { RawRoutes } from '../common/http/raw-routes.js';

/** Where parts say what a server depends on; nobody asks here. */
@Global()
@Module({ providers: [ReadinessService], exports: [ReadinessService] })
class ReadinessModule {}

/** What providers need beside the database: entities, keys. */
type CommandModules = readonly (DynamicModule | Type)[];

@Module({})
class CommandModule {
  static for(config: Config, providers: Provider[], modules: CommandModules): DynamicModule {
    return {
      module: CommandModule,
      imports: [
        ConfigModule.for(config, new RawRoutes()),
        ReadinessModule,
        DatabaseModule.with(MIGRATIONS),
        ...modules,
      ],
      providers,
    };
  }
}

/**
 * Runs a command with the database and these providers, and no more: it works where the server does not start, as without
 * SECRET_KEY. On PostgreSQL the server may run meanwhile; the embedded database has one owner, so the server has to be
 * stopped for it.
 */
export async function inApplication<T>(
  environment: NodeJS.ProcessEnv,
  providers: Provider[],
  work: (application: INestApplicationContext) => Promise<T>,
  modules: CommandModules = [],
): Promise<T> {
  const { values, problems } = readSettings(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  // without Redis, for which a command is over too soon: a running server sees within a second what has changed
  const config = new Config(values).with({ REDIS_URL: null });
  const application = await NestFactory.createApplicationContext(CommandModule.for(config, providers, modules), {
    logger: false, // what goes wrong is thrown, and printed once
    abortOnError: false,
  });
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}
