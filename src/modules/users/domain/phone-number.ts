import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** The E.164 form of a number that a person wrote, with its country code; null if no such number can exist. */
export function toE164(text: string): string | null {
  const written = text.trim();
  const number = parsePhoneNumberFromString(written.startsWith('+') ? written : `+${written}`, metadata);
  return number?.isPossible() === true ? number.number : null;
}
