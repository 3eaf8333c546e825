import { DomainError } from '../../common/errors/domain-error.js';
import { idempotencyKeyIn } from '../../common/http/idempotency-key.js';
import { bodyCheck } from './schema/request-check.js';
import { IDEMPOTENCY_KEY } from './schema/request-schemas.js';
import { because } from '../../common/errors/because.js';

const PATH = ['Idempotency-Key'];
const readKey = bodyCheck<string>(IDEMPOTENCY_KEY);

/** Value of the header Idempotency-Key. @throws DomainError (REQUIRED, TOO_LONG) */
export function idempotencyKeyOf(header: string | undefined): string {
  if (header === undefined) {
    const why = because('KEY_HEADER_MISSING');
    throw new DomainError({ code: 'REQUIRED', ...why, path: PATH });
  }
  try {
    return readKey(idempotencyKeyIn(header));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(...error.problems.map((problem) => ({ ...problem, path: PATH })));
  }
}
