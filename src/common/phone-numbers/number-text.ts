const KEYCAPS = /[\ufe0e\ufe0f\u20e3]/g;
const DASHES = /[\p{Pd}\u2212\u30fc~]/gu;
const SLASHES = /[\u2044\u2215\\]/g;
const DOTS = /[\u00b7\u2022\u2219\u30fb]/g;
const MAX_LENGTH = 250;

/**
 * A text as it is read for numbers: ASCII digits whatever the script, one kind of dash, blank, dot and slash, and none of
 * the marks that nobody sees, such as those of direction that copying from a chat brings. Letters stay; only what is
 * shorter than 250 characters is read.
 */
export function numberText(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(KEYCAPS, '')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(DASHES, '-')
    .replace(SLASHES, '/')
    .replace(DOTS, '.')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** The digits of a text alone. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** Unicode keeps the ten digits of a script together, beginning with zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
