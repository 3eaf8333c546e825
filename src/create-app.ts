import 'reflect-metadata';
import multipart from '@fastify/multipart';
import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './common/config/config.js';
import { prepareDataDirectory } from './common/data-directory/data-directory.js';
import { SECOND_MS } from './common/durations.js';
import { limitBodies } from './common/http/body-limits.js';
import { answerUnknownAddress } from './common/http/unknown-address.js';
import { addSecurityHeaders } from './common/http/security-headers.js';
import { RawRoutes } from './common/http/raw-routes.js';
import { REQUEST_ID_HEADER, requestIdOf } from './common/http/request-id.js';
import { ApplicationLogger } from './common/logging/application-logger.js';
import { withLogFields } from './common/logging/log-context.js';
import { serveConsole } from './console/serve-console.js';
import { serveDocs } from './console/serve-docs.js';
import type { SimulatorPage } from './console/simulator-page.js';

/** GraphQL documents and variables, such as 1,000 records; webhooks and media have limits of their own. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** By which a front end on another origin may pace itself. */
const EXPOSED_HEADERS = [
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'RateLimit-Policy',
];
const CHECK_TIMEOUTS_EVERY_MS = 2 * SECOND_MS;

/**
 * The whole application, not yet listening.
 * @param simulator the page of the simulator that plays Meta, to be shown beside the console; null where Meta is not simulated
 */
export async function createApp(
  config: Config,
  simulator: SimulatorPage | null = null,
): Promise<NestFastifyApplication> {
  prepareDataDirectory(config.dataDirectory);
  const proxies = config.get('TRUSTED_PROXIES');
  const rawRoutes = new RawRoutes();
  const adapter = new FastifyAdapter({
    serverFactory: (handler: RequestListener) => {
      const server = createServer(timeouts(config), (request, response) => {
        const raw = rawRoutes.find(request);
        if (raw !== undefined) raw(request, response);
        else if (config.servesApi || request.url?.startsWith('/health/') === true) {
          const requestId = requestIdOf(request);
          response.setHeader(REQUEST_ID_HEADER, requestId);
          withLogFields({ requestId }, () => handler(request, response));
        } else response.writeHead(404).end(); // a worker answers health checks, and nothing else
      });
      server.maxConnections = config.get('MAX_CONNECTIONS');
      return server;
    },
    bodyLimit: MAX_BODY_BYTES,
    frameworkErrors: answerUnknownAddress(config),
    trustProxy: proxies.length > 0 ? proxies : false,
    forceCloseConnections: true,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(config, rawRoutes), adapter, {
    logger: ApplicationLogger.for(config),
    abortOnError: false,
  });
  await app.register(multipart as never);
  const server = app.getHttpAdapter().getInstance();
  limitBodies(server, config, MAX_BODY_BYTES);
  addSecurityHeaders(server, config);
  if (config.servesApi) {
    await serveDocs(server, config);
    await simulator?.serve(server);
    await serveConsole(server, config, simulator?.path ?? null);
  }
  if (config.get('CORS_ORIGINS').length > 0)
    app.enableCors({
      origin: [...config.get('CORS_ORIGINS')],
      exposedHeaders: [REQUEST_ID_HEADER, ...EXPOSED_HEADERS],
    });
  return app;
}

/** Node's own limits; bodies that are held in memory have narrower ones. */
function timeouts(config: Config): ServerOptions {
  return {
    keepAliveTimeout: config.get('KEEP_ALIVE_TIMEOUT_SECONDS') * SECOND_MS,
    headersTimeout: config.get('HEADERS_TIMEOUT_SECONDS') * SECOND_MS,
    requestTimeout: config.get('UPLOAD_TIMEOUT_SECONDS') * SECOND_MS,
    connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS,
  };
}
