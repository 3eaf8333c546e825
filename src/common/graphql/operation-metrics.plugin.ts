import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { SECOND_MS } from '../durations.js';
import { addLogFields } from '../logging/log-context.js';
import { FAST_BUCKETS, Metrics } from '../metrics/metrics.js';
import { fieldOf, OPERATION_OUTCOMES, outcomeOf } from './operation-outcome.js';

/** An operation that could not be read, or asks for something that there is not. */
const UNREADABLE = 'unreadable';

/** Operation metrics: how long each query and mutation over HTTP took, by its field of the schema, never by a name that a client gave. */
@Plugin()
export class OperationMetricsPlugin implements ApolloServerPlugin {
  private readonly operations;
  private readonly seconds;

  constructor(metrics: Metrics) {
    this.operations = metrics.counter({
      name: 'parley_graphql_operations_total',
      help: 'Queries and mutations over HTTP by outcome (ok, refused: what was asked could not be done, failed: a fault of the server).',
      labels: ['outcome'],
      startsWith: OPERATION_OUTCOMES.map((outcome) => ({ outcome })),
    });
    this.seconds = metrics.histogram({
      name: 'parley_graphql_operation_seconds',
      help: `Seconds that a query or mutation over HTTP took, by its field (several: more than one; ${UNREADABLE}: none that there is) and outcome (ok, refused: what was asked could not be done, failed: a fault of the server).`,
      labels: ['operation', 'outcome'],
      buckets: FAST_BUCKETS,
    });
  }

  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    const startedAt = performance.now();
    let operation = UNREADABLE;
    return {
      didResolveOperation: async ({ operation: resolved }) => {
        if (resolved === undefined) return;
        operation = fieldOf(resolved);
        addLogFields({ operation });
      },
      willSendResponse: async ({ response: { body } }) => {
        const outcome = body.kind === 'single' ? outcomeOf(body.singleResult) : 'ok';
        this.operations.add({ outcome });
        this.seconds.observe({ operation, outcome }, (performance.now() - startedAt) / SECOND_MS);
      },
    };
  }
}
