import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { Config } from '../config/config.js';
import { ErrorFilter } from './errors/error.filter.js';
import { formatGraphqlError, UNAVAILABLE } from './errors/format-error.js';
import { inputChecks } from './input-checks.js';
import { DateTimeScalar } from './date-time.scalar.js';
import { Loaders } from './loaders.js';
import { PayloadErrorsInterceptor } from './errors/payload-errors.interceptor.js';
import { tellVariableViolations } from './errors/variable-violations.plugin.js';
import { MAX_TOKENS, refuseCostlyQuery } from './query-cost.js';
import { JsonScalar, PhoneNumberScalar, UrlScalar } from './scalars.js';
import { InputTextsInterceptor } from './texts/input-texts.interceptor.js';
import { withReadArguments } from './texts/read-field-arguments.js';
import { USER_ERROR_TYPES } from './errors/user-error.types.js';

const refuseUnfit: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw overTheSocket();
      refuseCostlyQuery(schema, document, request.variables, request.operationName);
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
          inject: [Config],
          useFactory: (config: Config) => ({
            path: '/graphql',
            autoSchemaFile: true,
            transformSchema: withReadArguments,
            sortSchema: true,
            resolvers: { PhoneNumber: PhoneNumberScalar, URL: UrlScalar, JSON: JsonScalar, DateTime: DateTimeScalar },
            buildSchemaOptions: {
              orphanedTypes: [...USER_ERROR_TYPES, ...interfaceTypes],
              scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
            },
            context: (request: unknown) => ({ request, loaders: new Loaders() }),
            plugins: [refuseUnfit, answerUnavailable, tellVariableViolations],
            preserveHttpStatusForExecutionErrors: false, // answerUnavailable alone changes it
            formatError: formatGraphqlError,
            parseOptions: { maxTokens: MAX_TOKENS },
            allowBatchedHttpRequests: false,
            stopOnApplicationShutdown: true, // after the sockets were closed, which Apollo would wait for
            introspection: true,
            graphiql: !config.isProduction,
            playground: false,
          }),
        }),
      ],
      providers: [
        { provide: APP_PIPE, useFactory: inputChecks },
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_INTERCEPTOR, useClass: PayloadErrorsInterceptor },
        { provide: APP_INTERCEPTOR, useClass: InputTextsInterceptor },
      ],
      global: true,
      exports: [GraphQLModule],
    };
  }
}
