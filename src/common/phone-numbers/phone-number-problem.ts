import type { Problem } from '../errors/domain-error.js';

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

const HOW = 'write it with + and its country code, such as +14155550100';

/** The problem as a sentence for people. It never repeats what was written. */
export const PHONE_NUMBER_SENTENCES: Readonly<Record<PhoneNumberProblem, string>> = {
  EMPTY: 'There is no phone number.',
  NOT_A_NUMBER: `Not a phone number, or more than one: ${HOW}.`,
  SPREADSHEET:
    'A spreadsheet has made a decimal of this phone number (.0 or E+12): format the column as text, and take the number from its source.',
  EXTENSION: 'WhatsApp reaches no extensions: give the number without it, if that is whom you mean.',
  COUNTRY_MISSING: `The country of this phone number is not known: ${HOW}, or set a default country.`,
  COUNTRY_UNKNOWN: `No country has the code with which this phone number begins: ${HOW}.`,
  TRUNK_ZERO: 'A zero stands after the country code which belongs to national numbers only: leave it out.',
  TOO_SHORT: `The phone number is too short for its country: ${HOW}.`,
  TOO_LONG: `The phone number is too long for its country: ${HOW}.`,
  NOT_IN_USE: `Its country has no phone number like this: ${HOW}.`,
  AMBIGUOUS: `These digits can be phone numbers of two countries: ${HOW}.`,
};

/** The refusal of a phone number at a place of an input. */
export function phoneNumberProblem(problem: PhoneNumberProblem, suggestion: string | null, path: string[]): Problem {
  const refusal: Problem = { code: 'PHONE_INVALID', message: PHONE_NUMBER_SENTENCES[problem], path };
  return suggestion === null ? refusal : { ...refusal, suggestion };
}
