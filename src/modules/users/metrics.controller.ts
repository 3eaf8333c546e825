import { Controller, Get, Req, Res, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTransient } from '../../common/database/is-transient.js';
import { MINUTE_MS, SECOND_MS } from '../../common/durations.js';
import { UNAVAILABLE } from '../../common/graphql/errors/format-error.js';
import { ReadingTookTooLongError } from '../../common/metrics/shared-reading.js';
import { ClientAddresses } from '../../common/http/client-addresses.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { rateLimitHeaders, tooManyRequests } from '../../common/rate-limits/rate-limited.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { hashToken } from './authentication/tokens.js';
import { isAllowed } from './domain/permissions.js';
import type { Viewer } from './domain/viewer.js';
import { RequestLimits } from './limits/request-limits.service.js';

/** For so long a token that was good is good while the database does not answer: then the metrics are wanted most. */
const REMEMBERED_MS = 15 * MINUTE_MS;
const PATIENCE_MS = 2 * SECOND_MS;
const MAX_REMEMBERED = 100;

/**
 * `GET /metrics` on the API's port: for API keys with METRICS_READ, and administrators. 401 and 403 with
 * `{ errors: [{ code, message }] }`; 429 beyond RATE_LIMIT_ADDRESS_POINTS of its address; 503 while the database is away and the token has not been seen in the last 15 minutes.
 */
@Controller('metrics')
export class MetricsController implements OnApplicationShutdown {
  /** By the hash of the token: until when it is remembered. */
  private readonly remembered = new Map<string, number>();
  private readonly stopListening: () => void;

  constructor(
    private readonly metrics: Metrics,
    private readonly authentication: AuthenticationService,
    private readonly addresses: ClientAddresses,
    private readonly limits: RequestLimits,
    wakeUps: WakeUps,
  ) {
    this.stopListening = wakeUps.listen('permissions-changed', () => this.remembered.clear());
  }

  @Get()
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const refusal = await this.refusal(request);
    if (refusal !== null) {
      const { status, headers = {}, ...error } = refusal;
      return void (await reply
        .code(status)
        .headers(headers)
        .send({ errors: [error] }));
    }
    const { contentType, text } = await this.metrics.scrape();
    await reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
  }

  onApplicationShutdown(): void {
    this.stopListening();
  }

  /** Counted by address, before anybody is looked up: that may take long while the database is away. */
  private async refusal(request: FastifyRequest): Promise<Refusal | null> {
    const standing = await this.limits.use({ viewer: null, client: this.addresses.of(request.raw) }, 1);
    if (standing?.isExceeded === true) {
      const headers = rateLimitHeaders(standing);
      return { status: 429, code: 'RATE_LIMITED', message: tooManyRequests(standing), headers };
    }
    const token = hashToken(request.headers.authorization ?? '').toString('base64');
    let viewer: Viewer | null;
    try {
      viewer = await inTime(this.authentication.viewerOf(request));
    } catch (error) {
      if (!isTransient(error) && !(error instanceof ReadingTookTooLongError)) throw error;
      return (this.remembered.get(token) ?? 0) > performance.now() ? null : UNAVAILABLE;
    }
    if (viewer === null) return NOT_SIGNED_IN;
    if (!isAllowed(viewer, 'READ_METRICS')) return NOT_ALLOWED;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(token, performance.now() + REMEMBERED_MS);
    return null;
  }
}

interface Refusal {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
}

const NOT_SIGNED_IN: Refusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'Send Authorization: Bearer <API key with METRICS_READ>, or scrape METRICS_PORT, which needs none.',
};
const NOT_ALLOWED: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'This key may not read metrics. Make one with the scope METRICS_READ.',
};

async function inTime(viewer: Promise<Viewer | null>): Promise<Viewer | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ReadingTookTooLongError()), PATIENCE_MS);
  });
  return Promise.race([viewer, late]).finally(() => clearTimeout(timer));
}
