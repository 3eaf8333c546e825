import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';
import { numberVariants } from './number-variants.js';

/** ISO 3166-1 alpha-2, such as DE; of the countries and territories that have phone numbers. */
export type Country = CountryCode;

export const COUNTRIES = getCountries(metadata);

/** What the numbering plan says of a number, written internationally (with +) or as in `country`; null: it cannot be read. */
export function parseNumber(text: string, country?: Country): PhoneNumber | null {
  const options = country === undefined ? {} : { defaultCountry: country };
  return parsePhoneNumberFromString(text, { ...options, extract: false }, metadata) ?? null;
}

/** The country of two letters, in either case; null: none that has phone numbers. */
export function asCountry(text: string): Country | null {
  return COUNTRIES.find((country) => country === text.toUpperCase()) ?? null;
}

/** Digits after the +, such as 49. */
export function callingCodeOf(country: Country): string {
  return getCountryCallingCode(country, metadata);
}

/** What is wrong with the length of a number, or with its country code; null: nothing. */
export function lengthProblemOf(text: string, country?: Country): 'TOO_SHORT' | 'TOO_LONG' | 'COUNTRY_UNKNOWN' | null {
  const length =
    country === undefined
      ? validatePhoneNumberLength(text, metadata)
      : validatePhoneNumberLength(text, country, metadata);
  switch (length) {
    case 'INVALID_COUNTRY':
      return 'COUNTRY_UNKNOWN';
    case 'NOT_A_NUMBER':
    case 'TOO_SHORT':
      return 'TOO_SHORT';
    case 'TOO_LONG':
      return 'TOO_LONG';
    case 'INVALID_LENGTH':
    case undefined:
      return null;
  }
}

/**
 * Numbers for trying things out have the area code 555, which North America has not given out: Meta's test numbers, and
 * 1555000 with a code of an error, which a simulated Meta refuses with that code. They reach nobody.
 */
const TEST_NUMBER = /^1555(?:\d{7}|000\d{1,7})$/;

export function isTestNumber(digits: string): boolean {
  return TEST_NUMBER.test(digits);
}

/** Whether a number like this is in use: itself, or in another spelling of the same person's. Digits with the country code. */
export function isInUse(digits: string): boolean {
  if (isTestNumber(digits)) return true;
  return numberVariants(digits).some((variant) => parseNumber(`+${variant}`)?.isValid() === true);
}

/** Whether a mobile phone can have it, in one of its spellings. Digits with the country code. */
export function isMobile(digits: string): boolean {
  return numberVariants(digits).some((variant) => {
    const type = parseNumber(`+${variant}`)?.getType();
    return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
  });
}

/** The country of a number in E.164: that of the number itself, else the first that shares its country code. */
export function countryOfNumber(e164: string): Country | null {
  const number = parseNumber(e164);
  if (number === null) return null;
  return number.country ?? number.getPossibleCountries()[0] ?? null;
}

/** E.164 of the digits that Meta writes, always with the country code: a spelling of length that is possible; null: none is. */
export function e164OfDigits(text: string): string | null {
  const digits = text.replace(/[\s()+.-]/g, '');
  if (!/^\d{5,17}$/.test(digits)) return null;
  if (isTestNumber(digits)) return `+${digits}`;
  const possible = numberVariants(digits).find((variant) => parseNumber(`+${variant}`)?.isPossible() === true);
  return possible === undefined ? null : `+${possible}`;
}

/** The country whose numbers have a country code, unless they say otherwise: of 44 Great Britain, not Guernsey; null: none has it. */
export function countryOfCallingCode(code: string): Country | null {
  return metadata.country_calling_codes[code]?.[0] ?? null;
}
