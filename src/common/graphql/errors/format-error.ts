import { HttpException, Logger } from '@nestjs/common';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { isTransient } from '../../database/is-transient.js';
import { DomainError } from '../../errors/domain-error.js';
import { newId } from '../../ids.js';

const logger = new Logger('GraphQL');
/** Raised by the server itself, with a message that is fit to be shown. */
const EXPECTED = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'QUERY_TOO_COSTLY',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_FOUND',
]);

/** Answer while the database, or a store of files over the network, cannot be reached; in GraphQL and elsewhere. */
export const UNAVAILABLE = {
  code: 'SERVICE_UNAVAILABLE',
  message:
    'What this needs cannot be reached at the moment. Ask again in a second; a change, with the same idempotencyKey where it has one.',
  status: 503,
  headers: { 'retry-after': '1' },
} as const;

/** What a client sees of an error: expected ones as they are, all others without a word of what happened inside. */
export function formatGraphqlError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const code = String(formatted.extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  if (isAboutVariables(error)) return { message, locations, path, extensions: { code: 'BAD_USER_INPUT' } };
  if (EXPECTED.has(code)) {
    const {
      stacktrace: _stacktrace,
      originalError: _original,
      http: _http,
      ...extensions
    } = formatted.extensions ?? {};
    return { message, locations, path, extensions };
  }
  const cause = rootCause(error);
  if (cause instanceof DomainError) {
    const refusal = badUserInput(cause);
    return { message: refusal.message, locations, path, extensions: refusal.extensions };
  }
  if (cause instanceof HttpException && cause.getStatus() < 500) {
    return { message: cause.message, locations, path, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (isTransient(cause)) {
    logger.warn(`${path?.join('.') ?? 'request'}: ${describe(cause)}`);
    return { message: UNAVAILABLE.message, locations, path, extensions: { code: UNAVAILABLE.code } };
  }
  const reference = newId();
  logger.error(`${reference} at ${path?.join('.') ?? 'request'}: ${describe(cause)}`);
  return {
    message: `Something went wrong on our side. Quote ${reference} when you ask for help.`,
    locations,
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', reference },
  };
}

/** Whether graphql-js says it of the value of a variable: it may be missing, or not of its type. */
export function isAboutVariables(error: unknown): boolean {
  return error instanceof GraphQLError && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;
}

/** Outside mutations a refusal has no payload: it becomes an error of the execution. */
export function badUserInput(error: DomainError): GraphQLError {
  return new GraphQLError(error.problems.map(({ message }) => message).join(' '), {
    extensions: {
      code: 'BAD_USER_INPUT',
      problems: error.problems.map(({ code, message, path }) => ({ code, message, path: path ?? null })),
    },
  });
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined ? error.originalError : error;
}

/** The stack without the message: a database's message may quote what a customer wrote. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown cause';
  const frames = (cause.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '));
  const code = 'code' in cause ? ` ${String(cause.code)}` : '';
  return `${cause.name}${code}\n${frames.slice(0, 8).join('\n')}`;
}
