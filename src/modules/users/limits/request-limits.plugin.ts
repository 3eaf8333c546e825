import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { GraphQLError } from 'graphql';
import { costOf, MAX_COST } from '../../../common/graphql/cost/query-cost.js';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { rateLimitHeaders, tooManyRequests } from '../../../common/rate-limits/rate-limited.js';
import type { RequestContext } from '../authentication/request-context.js';
import { AuthenticationService } from '../authentication/authentication.service.js';
import type { Viewer } from '../domain/viewer.js';
import { pointsOfCost, RequestLimits } from './request-limits.service.js';

/** Request limits of queries: what a query may cost is known before it runs, bounded, and counted for whoever asks. */
@Plugin()
export class RequestLimitsPlugin implements ApolloServerPlugin<RequestContext> {
  constructor(
    private readonly authentication: AuthenticationService,
    private readonly addresses: ClientAddresses,
    private readonly limits: RequestLimits,
  ) {}

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    let charged: number | null = null;
    return {
      // Told of whatever ran, so that a client sees what its documents cost before it is refused one.
      willSendResponse: async ({ response: { body } }) => {
        if (charged === null || body.kind !== 'single') return;
        const cost = { charged, limit: MAX_COST, points: pointsOfCost(charged) };
        body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
      didResolveOperation: async ({
        schema,
        document,
        request: { variables, operationName },
        contextValue,
        response,
      }) => {
        const cost = costOf(schema, document, variables, operationName);
        charged = cost;
        const points = pointsOfCost(cost);
        const { request } = contextValue;
        if (request === null || points === 0) return;
        let viewer: Viewer | null;
        try {
          viewer = await this.authentication.viewerOf(request);
        } catch {
          return; // the database is away: the resolvers say so
        }
        const standing = await this.limits.use({ viewer, client: this.addresses.of(request.raw) }, points);
        if (standing === null) return;
        const headers = new Map(Object.entries(rateLimitHeaders(standing)));
        if (!standing.isExceeded) {
          for (const [name, value] of headers) response.http.headers.set(name, value);
          return;
        }
        throw new GraphQLError(tooManyRequests(standing), {
          extensions: { code: 'RATE_LIMITED', retryAfterSeconds: standing.secondsLeft, http: { status: 429, headers } },
        });
      },
    };
  }
}
