import type { IncomingMessage } from 'node:http';
import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { RequestTraces } from '../tracing/request-traces.js';
import { NO_SPAN, Tracing, type Span } from '../tracing/tracing.js';
import { fieldOf, firstCodeOf, outcomeOf } from './operation-outcome.js';

interface HttpContext {
  request: { raw: IncomingMessage } | null;
}

/** Operation traces: a span for each query and mutation over HTTP, by its field of the schema; whatever it does is beneath it. */
@Plugin()
export class OperationTracesPlugin implements ApolloServerPlugin<HttpContext> {
  constructor(
    private readonly tracing: Tracing,
    private readonly traces: RequestTraces,
  ) {}

  async requestDidStart(): Promise<GraphQLRequestListener<HttpContext>> {
    if (!this.tracing.isOn) return {};
    const startedAt = performance.now();
    let span: Span = NO_SPAN;
    return {
      didResolveOperation: async ({ operation, contextValue: { request } }) => {
        if (operation === undefined || request === null) return;
        const attributes = { 'graphql.operation.type': operation.operation };
        span = this.traces.begin(fieldOf(operation), request.raw, { startedAt, attributes });
        span.enter();
      },
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind === 'single') {
          const outcome = outcomeOf(body.singleResult);
          const code = firstCodeOf(body.singleResult);
          span.set({ 'parley.outcome': outcome, ...(code === null ? {} : { 'error.type': code }) });
          if (outcome === 'failed') span.fail({ code });
        }
        span.end();
      },
    };
  }
}
