import { HttpException, Logger } from '@nestjs/common';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { isTransient } from '../../database/is-transient.js';
import { DomainError } from '../../errors/domain-error.js';
import { newId } from '../../ids.js';
import { VanishedEntityError } from '../loaders.js';
import { badUserInput } from './bad-input.js';
import { literalViolation, unreadableDocument } from './document-errors.js';
import { because } from '../../errors/because.js';

const logger = new Logger('GraphQL');
/** Message of errors that `variableViolations` takes the place of. */
export const UNFIT_VARIABLES = 'The variables are not of the types that the operation declares.';
const UNKNOWN_OPERATION =
  'Say by operationName which operation of the document is meant: there are several, or none of this name.';
const TOO_MANY_VIOLATIONS = 'Too many errors processing variables';
/** Raised by the server itself, with a message that is fit to be shown. */
const EXPECTED = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'QUERY_TOO_COSTLY',
  'DOCUMENT_NOT_TRUSTED',
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

/** Such as a contact, between the look for a conversation and the look for whose it is. */
const VANISHED = new DomainError({
  code: 'NOT_FOUND',
  ...because('ERASED_MEANWHILE'),
});

/** What a client sees of an error: expected ones as they are, all others without a word of what happened inside. */
export function formatGraphqlError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const code = String(formatted.extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const literal = literalViolation(error);
  if (literal !== null) return literal;
  if (code !== 'GRAPHQL_VALIDATION_FAILED' && isAboutVariables(error)) return unfitVariables(locations);
  if (code === 'GRAPHQL_PARSE_FAILED')
    return { message: unreadableDocument(formatted), locations, extensions: { code } };
  if (code === 'OPERATION_RESOLUTION_FAILURE') return { message: UNKNOWN_OPERATION, locations, extensions: { code } };
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
  const refused = cause instanceof VanishedEntityError ? VANISHED : cause;
  if (refused instanceof DomainError) {
    const refusal = badUserInput(refused);
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

/** Whether graphql-js says it of the values of variables: one may be missing, or not of its type, or too many are. */
export function isAboutVariables(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION || error.message.startsWith(TOO_MANY_VIOLATIONS);
}

/** Stands for what graphql-js says of variables, which quotes them; `variableViolations` says what is wrong. */
function unfitVariables(locations: GraphQLFormattedError['locations']): GraphQLFormattedError {
  return { message: UNFIT_VARIABLES, locations, extensions: { code: 'BAD_USER_INPUT' } };
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
