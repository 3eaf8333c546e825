import { DomainError } from '../errors/domain-error.js';

const MAX_LENGTH = 64;

/** Error code for a span: what the error says that it is (`errorType`), the code of a refusal, of the database or of Node, else the name. Never a message. */
export function errorCode(error: unknown): string {
  if (error instanceof DomainError) return error.problems[0]?.code ?? 'DomainError';
  const { errorType, name, code } = (error ?? {}) as { errorType?: unknown; name?: unknown; code?: unknown };
  const found = [errorType, code, name].find((part) => typeof part === 'string' || typeof part === 'number');
  return String(found ?? 'unknown').slice(0, MAX_LENGTH);
}
