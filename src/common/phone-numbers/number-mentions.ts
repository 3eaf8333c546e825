import { digitsOf, numberText } from './number-text.js';
import { numberVariants } from './number-variants.js';
import { parseNumber } from './numbering.js';

/** National digits alone say who it is only if they are many: shorter ones are dates and order numbers as well. */
const MIN_NATIONAL_DIGITS = 9;
const MAX_DIGITS = 20;

/** The forms in which people and programs write a number, each as digits alone, in all spellings of the same person's. */
export function writtenForms(digits: string): ReadonlySet<string> {
  const forms = numberVariants(digits).flatMap((variant) => {
    const number = parseNumber(`+${variant}`);
    if (number === null) return [variant, `00${variant}`];
    const local = variant.slice(number.countryCallingCode.length);
    const national = [`0${local}`, digitsOf(number.formatNational()), local, ...nationalHabits(variant)];
    return [
      ...[variant, `00${variant}`, `${number.countryCallingCode}0${local}`],
      ...national.filter((form) => form.length >= MIN_NATIONAL_DIGITS),
    ];
  });
  return new Set(forms);
}

/** What people write at home in countries with more than one spelling: 15 in Argentina, 1, 044 and 045 in Mexico. */
function nationalHabits(digits: string): string[] {
  const argentina = /^549?(\d{10})$/.exec(digits)?.[1];
  if (argentina !== undefined) {
    return [2, 3, 4].flatMap((areaLength) => {
      const written = `${argentina.slice(0, areaLength)}15${argentina.slice(areaLength)}`;
      return [written, `0${written}`];
    });
  }
  const mexico = /^521?(\d{10})$/.exec(digits)?.[1];
  return mexico === undefined ? [] : ['1', '01', '044', '045'].map((prefix) => `${prefix}${mexico}`);
}

/** What every form of a number has: its last digits, for finding texts in which it may occur. */
export function lastDigits(digits: string): string {
  return digits.slice(-7);
}

/** Whether a text holds a number in one of these forms, with whatever stands between its digits, but not within a longer number. */
export function mentionsNumber(text: string, forms: ReadonlySet<string>): boolean {
  return numberRuns(text).some((groups) =>
    groups.some((_group, first) => {
      let joined = '';
      for (const group of groups.slice(first)) {
        joined += group;
        if (joined.length > MAX_DIGITS) return false;
        if (forms.has(joined)) return true;
      }
      return false;
    }),
  );
}

/** Groups of digits that stand together, with nothing between them but what people write within numbers. */
function numberRuns(text: string): string[][] {
  const runs: string[][] = [];
  for (let start = 0; start < text.length; start += 200) {
    const part = numberText(text.slice(start, start + 250)); // overlapping, so that no number is cut everywhere
    for (const [run] of part.matchAll(/\d[\d ().[\]/-]*/g)) runs.push(run.match(/\d+/g) ?? []);
  }
  return runs;
}
