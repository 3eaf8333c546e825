import { damageIn } from './number-damage.js';
import { digitsOf, numberText } from './number-text.js';
import {
  callingCodeOf,
  isInUse,
  isMobile,
  isTestNumber,
  lengthProblemOf,
  parseNumber,
  type Country,
} from './numbering.js';
import type { PhoneNumberProblem } from './phone-number-problem.js';

/** How a phone number that a person or a program wrote is read; or why it is not, and what was perhaps meant. */
export type PhoneNumberReading =
  | { number: string; country: Country | null; problem: null; suggestion: null }
  | { number: null; country: null; problem: PhoneNumberProblem; suggestion: string | null };

/** Digits, and what people put between them. */
const WRITTEN_NUMBER = /^\+?[\d\s().[\]/-]*\d[\d\s().[\]/-]*$/;
/** Argentina's mobile numbers as they are written at home: 15 after the area code, instead of 9 before it. */
const ARGENTINIAN_MOBILE = /^54\d{2,4}15\d{6,8}$/;

/**
 * Reads a phone number that a person or a program wrote. With + or 00 it is international, else it belongs to
 * `defaultCountry`; null: such are refused. Only numbers that are in use are read, and none whose digits two countries
 * could claim: nothing goes to a stranger because of how a number was written. The number is E.164.
 */
export function readPhoneNumber(text: string, defaultCountry: Country | null): PhoneNumberReading {
  const written = numberText(text)
    .replace(/^['’]|^tel:/i, '')
    .trim();
  if (written === '') return refused('EMPTY');
  const damage = damageIn(written);
  if (damage !== null) return refused(damage.problem, meant(damage.rest, defaultCountry));
  if (!WRITTEN_NUMBER.test(written.replace(/^\(\+/, '+('))) return refused('NOT_A_NUMBER');
  const digits = digitsOf(written);
  if (/^\(?\+/.test(written)) return readInternational(digits, defaultCountry);
  if (digits.startsWith('00')) return readInternational(digits.slice(2), defaultCountry);
  return readNational(written, digits, defaultCountry);
}

/** By the digits after + or 00. */
function readInternational(digits: string, defaultCountry: Country | null): PhoneNumberReading {
  if (digits.startsWith('0')) {
    const meantDigits = digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
    return refused('COUNTRY_UNKNOWN', meant(meantDigits, defaultCountry));
  }
  if (isTestNumber(digits)) return readAs(`+${digits}`);
  const number = parseNumber(`+${digits}`);
  if (number === null) return refused(lengthProblemOf(`+${digits}`) ?? 'NOT_IN_USE');
  const callingCode = number.countryCallingCode;
  const isAsWritten = number.number === `+${digits}`;
  if (isInUse(digitsOf(number.number)) && (isAsWritten || ARGENTINIAN_MOBILE.test(digits)))
    return readAs(number.number);
  const local = digits.slice(callingCode.length);
  if (!isAsWritten || local.startsWith('0')) {
    const withoutZeros = isAsWritten ? `${callingCode}${local.replace(/^0+/, '')}` : digitsOf(number.number);
    return refused('TRUNK_ZERO', isInUse(withoutZeros) ? `+${withoutZeros}` : null);
  }
  return refused(lengthProblemOf(`+${digits}`) ?? 'NOT_IN_USE');
}

/** Without + or 00. Where the digits alone could also be an international number, such as Meta writes them, that counts too. */
function readNational(written: string, digits: string, defaultCountry: Country | null): PhoneNumberReading {
  const international = digits.startsWith('0') ? null : readInternational(digits, null).number;
  if (defaultCountry === null) return refused('COUNTRY_MISSING', international);
  const parsed = parseNumber(digits, defaultCountry);
  const found = parsed !== null && isInUse(digitsOf(parsed.number)) ? parsed.number : null;
  const callingCode = callingCodeOf(defaultCountry);
  const national = parsed?.countryCallingCode === callingCode ? found : null;
  if (national === null) {
    if (international?.startsWith(`+${callingCode}`) === true) return readAs(international);
    return refused(lengthProblemOf(digits, defaultCountry) ?? 'NOT_IN_USE', international ?? found);
  }
  if (international === null || international === national) return readAs(national);
  const isMetasForm = isMobile(digitsOf(international));
  if (international.startsWith(`+${callingCode}`)) {
    return isMetasForm && !isMobile(digitsOf(national)) ? readAs(international) : refused('AMBIGUOUS', national);
  }
  return isMetasForm && /^\d+$/.test(written) ? refused('AMBIGUOUS', national) : readAs(national);
}

function meant(written: string | null, defaultCountry: Country | null): string | null {
  if (written === null) return null;
  const { number, suggestion } = readPhoneNumber(written, defaultCountry);
  return number ?? suggestion;
}

function readAs(number: string): PhoneNumberReading {
  return { number, country: parseNumber(number)?.country ?? null, problem: null, suggestion: null };
}

function refused(problem: PhoneNumberProblem, suggestion: string | null = null): PhoneNumberReading {
  return { number: null, country: null, problem, suggestion };
}
