import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Kind, type OperationDefinitionNode } from 'graphql';
import { SECOND_MS } from '../durations.js';
import { addLogFields } from '../logging/log-context.js';
import { FAST_BUCKETS, Metrics } from '../metrics/metrics.js';
import { UNAVAILABLE } from './errors/format-error.js';

/** Codes of errors that are not the caller's. */
const FAULTS: readonly unknown[] = ['INTERNAL_SERVER_ERROR', UNAVAILABLE.code];
/** An operation that could not be read, or asks for something that there is not. */
const UNREADABLE = 'unreadable';

type Answer = { data?: Record<string, unknown> | null; errors?: readonly { extensions?: { code?: unknown } }[] };

/** Operation metrics: how long each query and mutation over HTTP took, by its field of the schema, never by a name that a client gave. */
@Plugin()
export class OperationMetricsPlugin implements ApolloServerPlugin {
  private readonly seconds;

  constructor(metrics: Metrics) {
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
        this.seconds.observe({ operation, outcome }, (performance.now() - startedAt) / SECOND_MS);
      },
    };
  }
}

/** A valid operation selects fields that the schema has, so there are only so many. */
function fieldOf({ operation, selectionSet }: OperationDefinitionNode): string {
  const [first, ...others] = selectionSet.selections;
  if (first?.kind !== Kind.FIELD || others.length > 0) return `${operation} several`;
  return `${operation} ${first.name.value}`;
}

function outcomeOf({ data, errors = [] }: Answer): 'ok' | 'refused' | 'failed' {
  if (errors.some(({ extensions }) => FAULTS.includes(extensions?.code))) return 'failed';
  return errors.length > 0 || Object.values(data ?? {}).some(hasErrors) ? 'refused' : 'ok';
}

/** A mutation tells its refusals in the payload. */
function hasErrors(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('errors' in payload)) return false;
  return Array.isArray(payload.errors) && payload.errors.length > 0;
}
