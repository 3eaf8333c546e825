import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { Config } from '../config/config.js';
import { ErrorFilter } from './errors/error.filter.js';
import { formatGraphqlError, UNAVAILABLE } from './errors/format-error.js';
import { inputChecks } from './input-checks.js';
import { callFieldsDirectly } from './direct-fields.js';
import { DateTimeScalar } from './date-time.scalar.js';
import { showGraphiql } from './schema/graphiql.plugin.js';
import { Loaders } from './loaders.js';
import { PayloadErrorsInterceptor } from './errors/payload-errors.interceptor.js';
import { tellVariableViolations } from './errors/variable-violations.plugin.js';
import { describeRoots } from './schema/root-descriptions.js';
import { QueryBounds } from './cost/query-bounds.js';
import { TrustedDocuments } from './documents/trusted-documents.js';
import { SchemaController } from './schema/schema.controller.js';
import { MAX_TOKENS } from './cost/query-cost.js';
import { OperationMetricsPlugin } from './operation-metrics.plugin.js';
import { OperationTracesPlugin } from './operation-traces.plugin.js';
import { isIntrospectionOn, noIntrospection, withoutSuggestions } from './schema/introspection.js';
import { answerRateLimited } from './errors/rate-limited.plugin.js';
import { JsonScalar, PhoneNumberScalar, UrlScalar } from './scalars.js';
import { IdempotencyKeyInterceptor } from './idempotency-key.interceptor.js';
import { InputTextsInterceptor } from './texts/input-texts.interceptor.js';
import { ReplicaInterceptor } from './read-from-replica.js';
import { withReadArguments } from './texts/read-field-arguments.js';
import { USER_ERROR_TYPES } from './errors/user-error.types.js';

const refuseSubscriptions: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw overTheSocket();
    },
  }),
};

function overTheSocket(): GraphQLError {
  return new GraphQLError('Send subscriptions over the WebSocket at /graphql (protocol graphql-transport-ws).', {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
}

/** Status 503 where nothing could be answered, for clients that ask again by the status alone. */
const answerUnavailable: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http } }) => {
      if (body.kind !== 'single') return;
      const { data, errors } = body.singleResult;
      if (Object.values(data ?? {}).some((answer) => answer !== null)) return;
      if (errors?.every(({ extensions }) => extensions?.code === UNAVAILABLE.code) !== true) return;
      http.status = UNAVAILABLE.status;
      for (const [name, value] of Object.entries(UNAVAILABLE.headers)) http.headers.set(name, value);
    },
  }),
};

/** No cache may keep an answer: each is for whoever asked, as it was then. */
const forbidStoring: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { http } }) => void http.headers.set('cache-control', 'no-store'),
  }),
};

/** What a client learns of the schema from the errors that it gets. */
function schemaSecrecy(
  config: Config,
): Pick<ApolloDriverConfig, 'introspection' | 'validationRules' | 'validationOptions' | 'formatError'> {
  if (isIntrospectionOn(config)) return { introspection: true, formatError: formatGraphqlError };
  return {
    introspection: true, // our own rule refuses it, in our words
    validationRules: [noIntrospection],
    validationOptions: { hideSuggestions: true },
    formatError: (formatted, error) => withoutSuggestions(formatGraphqlError(formatted, error)),
  };
}

function optionsOf(config: Config, interfaceTypes: (new () => object)[]): Omit<ApolloDriverConfig, 'driver'> {
  return {
    ...schemaSecrecy(config),
    path: '/graphql',
    autoSchemaFile: true,
    transformSchema: (schema) => describeRoots(withReadArguments(schema)),
    sortSchema: true,
    resolvers: { PhoneNumber: PhoneNumberScalar, URL: UrlScalar, JSON: JsonScalar, DateTime: DateTimeScalar },
    buildSchemaOptions: {
      orphanedTypes: [...USER_ERROR_TYPES, ...interfaceTypes],
      scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
      skipCheck: true, // it would introspect the whole schema at each start; Apollo validates it
    },
    context: (request: unknown) => ({ request, loaders: new Loaders() }),
    plugins: [
      refuseSubscriptions,
      answerUnavailable,
      answerRateLimited,
      tellVariableViolations,
      ApolloServerPluginCacheControlDisabled(), // it would look at every field of an answer, and a promise each
      forbidStoring,
      ...(config.isProduction ? [] : [showGraphiql]),
    ],
    preserveHttpStatusForExecutionErrors: false, // answerUnavailable alone changes it
    parseOptions: { maxTokens: MAX_TOKENS },
    allowBatchedHttpRequests: false, // one document a request, so that its cost is known before it runs (decision 28)
    stopOnApplicationShutdown: true, // after the sockets were closed, which Apollo would wait for
    graphiql: false, // it would come from elsewhere: showGraphiql is our own build of it
    playground: false,
  };
}

/** GraphQL over HTTP. The WebSocket side is the inbox module's. */
@Module({})
export class GraphqlModule {
  /** `interfaceTypes`: concrete classes of interfaces, which nothing else in the schema mentions. */
  static with(interfaceTypes: (new () => object)[]): DynamicModule {
    return {
      module: GraphqlModule,
      imports: [
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          imports: [DiscoveryModule],
          inject: [Config, DiscoveryService],
          useFactory: (config: Config, discovery: DiscoveryService) => {
            callFieldsDirectly(discovery);
            return optionsOf(config, interfaceTypes);
          },
        }),
      ],
      controllers: [SchemaController],
      providers: [
        TrustedDocuments,
        QueryBounds,
        OperationMetricsPlugin,
        OperationTracesPlugin,
        { provide: APP_PIPE, useFactory: inputChecks },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_INTERCEPTOR, useClass: ReplicaInterceptor },
        { provide: APP_INTERCEPTOR, useClass: PayloadErrorsInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyKeyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: InputTextsInterceptor },
      ],
      global: true,
      exports: [GraphQLModule, TrustedDocuments],
    };
  }
}
