import { DomainError } from '../../common/errors/domain-error.js';
import { metaErrorOf, scopeOf } from './error-catalogue.js';
import type { Refusal } from './refusal.js';
import { because } from '../../common/errors/because.js';

/** An error object as Meta sends it: in the body of an answer, or in a webhook. */
export interface MetaErrorObject {
  code?: unknown;
  error_subcode?: unknown;
  title?: unknown;
  message?: unknown;
  error_user_title?: unknown;
  error_user_msg?: unknown;
  error_data?: unknown;
  fbtrace_id?: unknown;
}

/** The refusal in an error object: reads every shape that Meta uses, and adds handling and advice from the catalogue. */
export function refusalFrom(error: MetaErrorObject): Refusal {
  const code = wholeNumber(Number(error.code)) ?? 0;
  const subcode = wholeNumber(error.error_subcode);
  const { handling, advice, title } = metaErrorOf(code, subcode);
  return {
    code,
    subcode,
    title: textOrNull(error.error_user_title) ?? textOrNull(error.title) ?? title,
    message: textOrNull(error.message) ?? title,
    details: textOrNull(error.error_user_msg) ?? detailsIn(error.error_data),
    traceId: textOrNull(error.fbtrace_id),
    handling,
    advice,
  };
}

/** The details of `error_data`: usually an object, now and then a bare text. */
function detailsIn(data: unknown): string | null {
  if (typeof data === 'object' && data !== null && 'details' in data) return textOrNull(data.details);
  return textOrNull(data);
}

/** GraphQL's Int holds no other numbers. */
function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && (value | 0) === value ? value : null;
}

/** Longer than any sentence of Meta: refusals are stored with every message. */
const MAX_TEXT_LENGTH = 2_000;

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_TEXT_LENGTH).toWellFormed() : null;
}

/** Meta answered with an error. */
export class GraphError extends Error {
  /** For traces. */
  readonly errorType: string;

  constructor(
    readonly refusal: Refusal,
    readonly httpStatus: number,
  ) {
    super(`Meta refused with code ${refusal.code}${refusal.subcode === null ? '' : `/${refusal.subcode}`}`);
    this.errorType = `META_${refusal.code}`;
  }

  get isTokenInvalid(): boolean {
    return scopeOf(this.refusal.code) === 'TOKEN';
  }
}

/** No answer, or none that can be understood. Unless the request never left, Meta may have done what was asked. */
export class GraphUnreachableError extends Error {
  /** For traces. */
  readonly errorType = 'META_SILENT';

  constructor(
    readonly mayHaveArrived: boolean,
    readonly trouble: string,
    what = 'Meta did not answer',
  ) {
    super(`${what}: ${trouble}`);
  }
}

/** An answer came that is not what Meta answers: no JSON, another shape, too large. What was asked may have been done. */
export class UnreadableAnswerError extends GraphUnreachableError {
  constructor(reason: string) {
    super(true, reason, 'Meta’s answer could not be understood');
  }
}

/** What went wrong at Meta, as a refusal that a caller of ours can act on; other errors stay what they are. `path`: where in the input. */
export function asDomainError(error: unknown, ...path: string[]): unknown {
  const at = path.length === 0 ? {} : { path };
  if (error instanceof GraphError) {
    const { refusal } = error;
    return new DomainError({
      code: 'META_REFUSED',
      ...because('META_REFUSED', { reason: refusal.details ?? refusal.message }),
      ...at,
      refusal,
    });
  }
  if (error instanceof UnreadableAnswerError) {
    const why = because('META_UNREADABLE');
    return new DomainError({ code: 'META_UNREACHABLE', ...why, ...at });
  }
  if (error instanceof GraphUnreachableError) {
    return new DomainError({ code: 'META_UNREACHABLE', ...because('META_SILENT'), ...at });
  }
  return error;
}
