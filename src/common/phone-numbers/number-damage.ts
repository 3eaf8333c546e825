import type { PhoneNumberProblem } from './phone-number-problem.js';

/** What has become of a number on its way, and what is left of it; null: nothing that could be read. */
export interface NumberDamage {
  problem: Extract<PhoneNumberProblem, 'SPREADSHEET' | 'EXTENSION'>;
  rest: string | null;
}

/** 4.9E+12, 4,9E+12, 4.915112345678E+12. */
const SCIENTIFIC = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;
/** 4915112345678.0: the last group is long, unlike in 01.23.45.67.00. */
const DECIMAL = /^(\+?[\d\s()/-]*\d{4,})[.,]0{1,3}$/;
/** 4,915,112,345,678. */
const THOUSANDS = /^\+?\d{1,3}(?:,\d{3})+$/;
/** ext. 5, x5, ;ext=5, #5, ,5 and what other languages call it. */
const EXTENSION_WORDS =
  'ext(?:ension|n)?|x|extensión|anexo|ramal|int(?:erno|\\.)?|dw|durchwahl|klappe|poste|доб(?:авочный)?|вн';
const EXTENSION = new RegExp(
  `^(.*\\d\\)?)\\s*(?:[;,-]?\\s*(?:${EXTENSION_WORDS})\\.?\\s*[:=.]?\\s*|\\s*[#;p,]\\s*)\\d{1,7}#?$`,
  'iu',
);

/** Damage by a spreadsheet, or an extension, in a text of `numberText`; null: there is none. */
export function damageIn(written: string): NumberDamage | null {
  const scientific = SCIENTIFIC.exec(written);
  if (scientific !== null) {
    const [, whole = '', fraction = '', exponent = ''] = scientific;
    // With fewer digits than the exponent says, the others are lost.
    return { problem: 'SPREADSHEET', rest: fraction.length === Number(exponent) ? `${whole}${fraction}` : null };
  }
  const decimal = DECIMAL.exec(written)?.[1];
  if (decimal !== undefined) return { problem: 'SPREADSHEET', rest: decimal };
  if (THOUSANDS.test(written)) return { problem: 'SPREADSHEET', rest: written.replaceAll(',', '') };
  const withoutExtension = EXTENSION.exec(written)?.[1];
  return withoutExtension === undefined ? null : { problem: 'EXTENSION', rest: withoutExtension };
}
