import { because, type Because } from './because.js';

/** Codes of everything that a person can put right. Mirrors the GraphQL enum UserErrorCode. */
export const USER_ERROR_CODES = [
  'INVALID_INPUT',
  'REQUIRED',
  'TOO_LONG',
  'TOO_SHORT',
  'INVALID_FORMAT',
  'DUPLICATE',
  'NOT_FOUND',
  'CONFLICT',
  'NOT_ALLOWED_NOW',
  'WINDOW_CLOSED',
  'OPTED_OUT',
  'TEMPLATE_NOT_SENDABLE',
  'TEMPLATE_NOT_PERMITTED',
  'VARIABLE_MISSING',
  'PHONE_INVALID',
  'META_REFUSED',
  'META_UNREACHABLE',
  'RATE_LIMITED',
] as const;
export type UserErrorCode = (typeof USER_ERROR_CODES)[number];

/**
 * One thing that is wrong, for a reason (what was stored before there were reasons has none). `path` starts inside the input; the other fields belong to some codes only. What knows of
 * more than this file does declares its field by declaration merging, as whatsapp/errors/refusal does.
 */
export interface Problem extends Because {
  code: UserErrorCode;
  path?: string[] | null;
  limit?: number;
  /** What was perhaps meant, such as a phone number in E.164. For the answer alone: it is never stored. */
  suggestion?: string;
  allowedActions?: string[];
  closedAt?: Date | null;
  /** For RATE_LIMITED: whole seconds after which it may be tried again. */
  retryAfterSeconds?: number;
  /** For WINDOW_CLOSED: whose templates may be used instead. */
  accountId?: string;
}

/** An expected refusal. Thrown, so that it rolls back; the interceptor turns it into a payload's `errors`. */
export class DomainError extends Error {
  readonly problems: Problem[];

  constructor(...problems: Problem[]) {
    super(problems.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.problems = problems;
  }
}

/** The problem as it is stored: without what was perhaps meant, which may be somebody's number. */
export function withoutSuggestion({ suggestion: _suggestion, ...problem }: Problem): Problem {
  return problem;
}

export function notFound(what: string, ...path: string[]): DomainError {
  return new DomainError({ code: 'NOT_FOUND', ...because('NOT_FOUND', { what }), path });
}

export function notAllowedNow(why: Because, allowedActions: string[] = [], path: string[] = []): DomainError {
  return new DomainError({ code: 'NOT_ALLOWED_NOW', ...why, path, allowedActions });
}
