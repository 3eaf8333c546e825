import type { Problem } from '../errors/domain-error.js';
import { because, type Because } from '../errors/because.js';

/** Why a text is not read as a phone number. Mirrors the GraphQL enum PhoneNumberProblemCode. */
export const PHONE_NUMBER_PROBLEMS = [
  'EMPTY',
  'NOT_A_NUMBER',
  'SPREADSHEET',
  'EXTENSION',
  'COUNTRY_MISSING',
  'COUNTRY_UNKNOWN',
  'TRUNK_ZERO',
  'TOO_SHORT',
  'TOO_LONG',
  'NOT_IN_USE',
  'AMBIGUOUS',
] as const;
export type PhoneNumberProblem = (typeof PHONE_NUMBER_PROBLEMS)[number];

/** Why it is refused, as a sentence for people. It never repeats what was written. */
export const PHONE_NUMBER_REFUSALS: Readonly<Record<PhoneNumberProblem, Because>> = {
  EMPTY: because('PHONE_EMPTY'),
  NOT_A_NUMBER: because('PHONE_NOT_A_NUMBER'),
  SPREADSHEET: because('PHONE_SPREADSHEET'),
  EXTENSION: because('PHONE_EXTENSION'),
  COUNTRY_MISSING: because('PHONE_COUNTRY_MISSING'),
  COUNTRY_UNKNOWN: because('PHONE_COUNTRY_UNKNOWN'),
  TRUNK_ZERO: because('PHONE_TRUNK_ZERO'),
  TOO_SHORT: because('PHONE_TOO_SHORT'),
  TOO_LONG: because('PHONE_TOO_LONG'),
  NOT_IN_USE: because('PHONE_NOT_IN_USE'),
  AMBIGUOUS: because('PHONE_AMBIGUOUS'),
};

/** The refusal of a phone number at a place of an input. */
export function phoneNumberProblem(problem: PhoneNumberProblem, suggestion: string | null, path: string[]): Problem {
  const refusal: Problem = { code: 'PHONE_INVALID', ...PHONE_NUMBER_REFUSALS[problem], path };
  return suggestion === null ? refusal : { ...refusal, suggestion };
}
