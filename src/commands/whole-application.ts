import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import type { Config } from '../common/config/config.js';
import { RawRoutes } from '../common/http/raw-routes.js';

/**
 * Runs `work` with all that a server has. The application is made and not started: nothing works in the background, and
 * nothing is changed by itself. On PostgreSQL the server may run meanwhile; on the embedded database it has to be stopped.
 * @throws StartupError when the database is not migrated as this version needs it, or in use
 */
export async function withWholeApplication<T>(
  config: Config,
  work: (application: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const changes = { ROLE: 'api', REDIS_URL: null, METRICS_PORT: null, MIGRATE_ON_START: false } as const;
  const module = AppModule.for(config.with(changes), new RawRoutes());
  const application = await NestFactory.create(module, new FastifyAdapter(), { logger: false, abortOnError: false });
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}
