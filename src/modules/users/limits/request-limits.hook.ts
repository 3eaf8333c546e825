import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answersProblemDocuments, problemAnswer } from '../../../common/http/problem-document.js';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { rateLimitHeaders, tooManyRequests } from '../../../common/rate-limits/rate-limited.js';
import type { Standing } from '../../../common/rate-limits/rate-limit.js';
import { AuthenticationService } from '../authentication/authentication.service.js';
import type { Viewer } from '../domain/viewer.js';
import { pointsOfRequest, RequestLimits } from './request-limits.service.js';

/** `POST /graphql` is refused before its body is read; the cost of the query is counted when it is known. */
const LIMITED = new Set([
  'GET /graphql',
  'POST /graphql',
  'POST /media',
  'GET /broadcasts/:id/outcomes.csv',
  'GET /contacts/:id/export.zip',
  'POST /v1/messages',
  'GET /v1/messages/:id',
  'POST /v1/records/:model',
]);

/** Request limits of HTTP: counts every request, and answers 429 with RATE_LIMITED to those that are too many. */
@Injectable()
export class RequestLimitsHook implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authentication: AuthenticationService,
    private readonly addresses: ClientAddresses,
    private readonly limits: RequestLimits,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    server?.addHook('onRequest', async (request, reply) => {
      if (LIMITED.has(`${request.method} ${request.routeOptions.url ?? ''}`)) await this.count(request, reply);
    });
  }

  private async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    let viewer: Viewer | null;
    try {
      viewer = await this.authentication.viewerOf(request);
    } catch {
      return; // the database is away: whatever the request needs of it says so
    }
    const caller = { viewer, client: this.addresses.of(request.raw) };
    const standing = await this.limits.use(caller, pointsOfRequest(request.headers));
    if (standing === null) return;
    reply.headers(rateLimitHeaders(standing));
    if (!standing.isExceeded) return;
    if (answersProblemDocuments(request.url)) {
      const problem = {
        code: 'RATE_LIMITED',
        message: tooManyRequests(standing),
        retryAfterSeconds: standing.secondsLeft,
      };
      const { status, headers, body } = problemAnswer([problem]);
      await reply.code(status).headers(headers).send(body);
      return;
    }
    await reply.code(429).send({ errors: [refusalOf(standing, request.routeOptions.url === '/graphql')] });
  }
}

/** In the shape of GraphQL's errors, or of those of our other routes. */
function refusalOf(standing: Standing, isGraphql: boolean): object {
  const message = tooManyRequests(standing);
  const extensions = { code: 'RATE_LIMITED', retryAfterSeconds: standing.secondsLeft };
  return isGraphql ? { message, extensions } : { message, ...extensions };
}
