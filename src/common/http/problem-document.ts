import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { DomainError, type Problem } from '../errors/domain-error.js';
import { formatGraphqlError } from '../graphql/errors/format-error.js';
import { because, type Because } from '../errors/because.js';

/** Where errors are problem documents: the REST side. */
export const REST_PATH = '/v1';
const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** One thing that is wrong, as in the `errors` of a GraphQL payload. */
export interface RestError
  extends Pick<Problem, 'path' | 'limit' | 'suggestion' | 'retryAfterSeconds'>, Partial<Omit<Because, 'message'>> {
  code: string;
  message: string;
}

/** Answer of a request that was refused: status, headers, and the document of RFC 9457. */
export interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: { type: string; title: string; status: number; detail: string; code: string; errors: RestError[] };
}

/** HTTP status by code; all other codes of DomainErrors are 422 where the request could be read, and 400 where it could not. */
const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  REQUEST_TIMEOUT: 408,
  CONFLICT: 409,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
  REQUIRED: 400,
  INVALID_INPUT: 400,
  INVALID_FORMAT: 400,
  TOO_LONG: 400,
  TOO_SHORT: 400,
  BAD_USER_INPUT: 400,
};
const REFUSED = 422;
const OF_STATUS: Readonly<Record<number, Omit<RestError, 'path'>>> = {
  404: { code: 'NOT_FOUND', ...because('NOTHING_AT_ADDRESS') },
  413: { code: 'BODY_TOO_LARGE', message: 'The body of the request is too large. Send it in smaller parts.' },
  415: { code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send the body as application/json.' },
};
const NO_JSON: RestError = { code: 'INVALID_FORMAT', ...because('BODY_NOT_JSON'), path: [] };

/** Whether the errors of a request to this address are problem documents. */
export function answersProblemDocuments(url: string): boolean {
  return url.startsWith(`${REST_PATH}/`);
}

/** Answer with everything that is wrong; the first says the status. */
export function problemAnswer(errors: readonly RestError[]): ProblemAnswer {
  const [first] = errors;
  const code = first?.code ?? 'INTERNAL_SERVER_ERROR';
  // what the body names and nobody finds is no address that does not exist
  const isOfBody = code === 'NOT_FOUND' && first?.path != null && first.path.length > 0;
  const status = isOfBody ? REFUSED : (STATUSES[code] ?? REFUSED);
  const retryAfter = status === 503 ? 1 : first?.retryAfterSeconds;
  return {
    status,
    headers: { 'content-type': MEDIA_TYPE, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) },
    body: {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: errors.map(({ message }) => message).join(' '),
      code,
      errors: errors.map(shownError),
    },
  };
}

/** The error with what it has to say and nothing else; GraphQL says null for what is not there. */
export function shownError({
  code,
  message,
  reason,
  values,
  path,
  limit,
  suggestion,
  retryAfterSeconds,
}: RestError): RestError {
  return {
    code,
    message,
    reason: reason ?? undefined,
    values: values ?? undefined,
    path: path ?? [],
    limit: limit ?? undefined,
    suggestion: suggestion ?? undefined,
    retryAfterSeconds: retryAfterSeconds ?? undefined,
  };
}

/** Answer to any error: refusals as they are, all others without a word of what happened inside. */
export function problemOf(error: unknown): ProblemAnswer {
  if (error instanceof DomainError) return problemAnswer(error.problems);
  if (error instanceof SyntaxError) return problemAnswer([NO_JSON]);
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  const known = OF_STATUS[status ?? 0];
  if (known !== undefined) return problemAnswer([known]);
  if (status !== undefined && status >= 400 && status < 500) return problemAnswer([NO_JSON]);
  const raised = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
  const { message, extensions } = formatGraphqlError(raised.toJSON(), raised);
  const problems = extensions?.problems as RestError[] | undefined;
  return problemAnswer(problems ?? [{ code: String(extensions?.code), message }]);
}
