import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SECOND_MS } from '../durations.js';
import { listening } from '../errors/listen-error.js';
import { Metrics } from './metrics.js';

const TIMEOUT_MS = 10 * SECOND_MS;
const MAX_CONNECTIONS = 50;

/**
 * Metrics server: `GET /metrics` on METRICS_PORT at METRICS_HOST, in every role, without a key and with nothing else on
 * it. Whoever reaches that address reads the metrics.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | null = null;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  /** Where it listens; null where METRICS_PORT is not set. */
  get address(): AddressInfo | null {
    return (this.server?.address() ?? null) as AddressInfo | null;
  }

  /** @throws StartupError when the port is taken, or METRICS_HOST is no address of this machine */
  async onApplicationBootstrap(): Promise<void> {
    const [port, host] = [this.config.get('METRICS_PORT'), this.config.get('METRICS_HOST')];
    if (port === null) return;
    const server = createServer({ requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS }, (request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.logger.error(`Metrics could not be answered: ${(error as Error).name}`);
        response.writeHead(500).end();
      });
    });
    server.maxConnections = MAX_CONNECTIONS;
    await listening(
      { port, host, portSetting: 'METRICS_PORT', hostSetting: 'METRICS_HOST' },
      () =>
        new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen(port, host, resolve);
        }),
    );
    this.server = server;
    this.logger.log(`Metrics at http://${host}:${this.address?.port}/metrics.`);
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url.split('?', 1)[0] !== '/metrics') return void response.writeHead(404).end();
    if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    const { contentType, text } = await this.metrics.scrape();
    response.writeHead(200, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(text);
  }
}
