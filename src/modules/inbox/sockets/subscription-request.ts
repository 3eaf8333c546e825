import {
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { isTransient } from '../../../common/database/is-transient.js';
import { badInputAt } from '../../../common/graphql/errors/bad-input.js';
import { formatGraphqlError } from '../../../common/graphql/errors/format-error.js';
import { variableViolations } from '../../../common/graphql/errors/variable-violations.js';
import type { TrustedDocuments } from '../../../common/graphql/documents/trusted-documents.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { costOf, MAX_TOKENS, refuseLongQuery, refuseMonstrousQuery } from '../../../common/graphql/cost/query-cost.js';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../../common/text/json-depth.js';
import type { RequestContext } from '../../users/authentication/request-context.js';
import { InboxStream, InboxStreams } from '../live/inbox-stream.js';
import type { LiveConnection } from './live-connection.js';
import { examine, type Operation } from '../live/rendering/rendering.js';
import type { ValidDocuments } from './valid-documents.js';
import { because } from '../../../common/errors/because.js';

/** Request to subscribe that has been found good, as the execution's context carries it. */
export interface SubscriptionContext extends RequestContext {
  operationId: string;
  operation: Operation;
  connection: LiveConnection;
  /** Of one event, as costOf counts. */
  cost: number;
}

/** The inputs around JSON have some levels of their own. */
const MAX_VARIABLES_DEPTH = MAX_JSON_DEPTH + 8;

/** What requests to subscribe are judged by. */
interface SubscriptionRules {
  schema: GraphQLSchema;
  hidesSuggestions: boolean;
  documents: ValidDocuments;
  trusted: TrustedDocuments;
}

/** Request to subscribe, parsed, validated and examined once: arguments of its execution, or what is wrong with it. */
export function prepareSubscription(
  rules: SubscriptionRules,
  operationId: string,
  payload: SubscribePayload,
  connection: LiveConnection,
): ExecutionArgs | GraphQLError[] {
  const { schema } = rules;
  const variables = payload.variables ?? undefined;
  const operationName = payload.operationName ?? undefined;
  let query: string;
  try {
    refuseLongQuery(payload.query);
    query = rules.trusted.textOf(payload) ?? payload.query;
  } catch (error) {
    return [masked(error as GraphQLError)];
  }
  const document = validDocument(rules, query);
  if (Array.isArray(document)) return document;
  try {
    const definition = getOperationAST(document, operationName);
    if (definition?.operation !== 'subscription') return [onlySubscriptions()];
    const violations = variableViolations(schema, definition, variables ?? {});
    if (violations.length > 0) return violations;
    if (isDeeperThan(variables, MAX_VARIABLES_DEPTH)) return [tooDeep()];
    const cost = costOf(schema, document, variables, operationName);
    const operation = examine(schema, query, document, operationName, variables);
    const contextValue: SubscriptionContext = {
      request: null,
      loaders: new Loaders(),
      viewer: connection.viewer ?? undefined,
      operationId,
      operation,
      connection,
      cost,
    };
    return { schema, document, operationName, variableValues: variables, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [masked(error)];
    throw error;
  }
}

function validDocument(
  { schema, hidesSuggestions, documents }: SubscriptionRules,
  query: string,
): DocumentNode | GraphQLError[] {
  const known = documents.get(query);
  if (known !== undefined) return known;
  let document: DocumentNode;
  try {
    refuseLongQuery(query);
    document = parse(query, { maxTokens: MAX_TOKENS });
    refuseMonstrousQuery(document);
  } catch (error) {
    if (isTooCostly(error)) return [masked(error)];
    return [masked(coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED'))];
  }
  const problems = validate(schema, document, undefined, { hideSuggestions: hidesSuggestions });
  if (problems.length > 0) return problems.map((problem) => masked(coded(problem, 'GRAPHQL_VALIDATION_FAILED')));
  documents.add(query, document);
  return document;
}

/**
 * Streams that the resolver opens, as a rule one: permission and cursor have been checked then.
 * @returns the errors of the execution where the resolver refused
 * @throws the transient error that kept the resolver from answering
 */
export async function openStreams(args: ExecutionArgs): Promise<readonly InboxStream[] | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (source instanceof InboxStream) return [source];
  if (source instanceof InboxStreams) return source.streams;
  const errors = ('errors' in source ? source.errors : undefined) ?? [];
  const transient = errors.find(({ originalError }) => isTransient(originalError));
  if (transient !== undefined) throw transient.originalError; // the socket closes; clients come back by themselves
  return { errors: errors.map(masked) };
}

function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}

function isTooCostly(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions.code === 'QUERY_TOO_COSTLY';
}

function masked(error: GraphQLError): GraphQLError {
  const { message, extensions } = formatGraphqlError(error.toJSON(), error);
  return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions });
}

function tooDeep(): GraphQLError {
  const why = because('NESTED_TOO_DEEP', { limit: MAX_VARIABLES_DEPTH });
  return badInputAt({ code: 'TOO_LONG', ...why, path: ['variables'], limit: MAX_VARIABLES_DEPTH });
}

function onlySubscriptions(): GraphQLError {
  return new GraphQLError('Send queries and mutations by POST /graphql; the socket is for subscriptions.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
