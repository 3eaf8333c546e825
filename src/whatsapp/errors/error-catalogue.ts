import { ACCOUNT_ERRORS } from './catalogue/account-errors.js';
import { AUTHORIZATION_ERRORS } from './catalogue/authorization-errors.js';
import { FIX_REQUEST } from './catalogue/common-advice.js';
import { FEATURE_ERRORS } from './catalogue/feature-errors.js';
import { MESSAGE_ERRORS } from './catalogue/message-errors.js';
import { PHONE_NUMBER_ERRORS } from './catalogue/phone-number-errors.js';
import { SERVICE_ERRORS } from './catalogue/service-errors.js';
import { SUBMISSION_ERRORS } from './catalogue/submission-errors.js';
import { TEMPLATE_ERRORS } from './catalogue/template-errors.js';
import { THROTTLING_ERRORS } from './catalogue/throttling-errors.js';
import { FIX_INPUT, type ErrorScope, type MetaError } from './meta-error.js';

/** The one table of Meta's errors, by name: `META_ERRORS.RECIPIENT_RATE_LIMIT.code` is 131056. Modules use these names. */
export const META_ERRORS = {
  ...AUTHORIZATION_ERRORS,
  ...THROTTLING_ERRORS,
  ...SERVICE_ERRORS,
  ...ACCOUNT_ERRORS,
  ...PHONE_NUMBER_ERRORS,
  ...MESSAGE_ERRORS,
  ...TEMPLATE_ERRORS,
  ...SUBMISSION_ERRORS,
  ...FEATURE_ERRORS,
} as const;

/** The rows in the order of their codes and subcodes. The sender and the API read this one table. */
export const ERROR_CATALOGUE: readonly MetaError[] = [
  AUTHORIZATION_ERRORS,
  THROTTLING_ERRORS,
  SERVICE_ERRORS,
  ACCOUNT_ERRORS,
  PHONE_NUMBER_ERRORS,
  MESSAGE_ERRORS,
  TEMPLATE_ERRORS,
  SUBMISSION_ERRORS,
  FEATURE_ERRORS,
]
  .flatMap((family) => Object.values<MetaError>(family))
  .sort((a, b) => a.code - b.code || (a.subcode ?? 0) - (b.subcode ?? 0));

const BY_CODE = new Map(ERROR_CATALOGUE.map((row) => [keyOf(row.code, row.subcode), row]));
/** Permission codes: Meta uses all of 200 to 299 for missing permissions. */
const PERMISSION_CODES = { first: 200, last: 299 };

/** Title of every code that has no row. */
export const UNKNOWN_CODE = 'Unknown code';

/** The row of a code, with its subcode where that has one; null where the table has none. */
export function listedErrorOf(code: number, subcode: number | null = null): MetaError | null {
  const isPermission = code >= PERMISSION_CODES.first && code <= PERMISSION_CODES.last;
  return (
    BY_CODE.get(keyOf(code, subcode)) ??
    BY_CODE.get(keyOf(code)) ??
    (isPermission ? META_ERRORS.PERMISSION_MISSING : null)
  );
}

/** What is known of a code. An unknown one concerns its message, as far as anybody knows. */
export function metaErrorOf(code: number, subcode: number | null = null): MetaError {
  const listed = listedErrorOf(code, subcode);
  if (listed === null) return { code, title: UNKNOWN_CODE, ...FIX_INPUT, advice: FIX_REQUEST };
  return listed === META_ERRORS.PERMISSION_MISSING ? { ...listed, code } : listed;
}

/** What an error with this code is about. */
export function scopeOf(code: number): ErrorScope {
  return metaErrorOf(code).scope;
}

function keyOf(code: number, subcode: number | null = null): string {
  return subcode === null ? String(code) : `${code}/${subcode}`;
}
