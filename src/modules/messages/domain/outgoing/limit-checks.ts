import type { Problem } from '../../../../common/errors/domain-error.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import { because, type Because } from '../../../../common/errors/because.js';

/** Checks of what goes out: each returns what is wrong, with its path. */
export function filledIn(text: string, limit: number, path: string[]): Problem[] {
  return hasVisible(text) ? notTooLong(text, limit, path) : [required(path)];
}

/** As `filledIn`, of a text that may be absent. */
export function filledInIfGiven(text: string | null, limit: number, path: string[]): Problem[] {
  return text === null ? [] : filledIn(text, limit, path);
}

export function notTooLong(text: string, limit: number, path: string[]): Problem[] {
  return text.length <= limit ? [] : [tooMany(because('TOO_MANY_CHARACTERS', { limit }), limit, path)];
}

export function countProblems(count: number, limit: number, path: string[]): Problem[] {
  if (count === 0) return [required(path)];
  return count <= limit ? [] : [tooMany(because('TOO_MANY_OF_THESE', { limit }), limit, path)];
}

export function fromTo(count: number, min: number, max: number, path: string[]): Problem[] {
  if (count > max) return [tooMany(because('TOO_MANY_OF_THESE', { limit: max }), max, path)];
  return count >= min ? [] : [{ code: 'TOO_SHORT', ...because('TOO_FEW_OF_THESE', { limit: min }), path, limit: min }];
}

export function within(degrees: number, max: number, path: string[]): Problem[] {
  return Math.abs(degrees) <= max ? [] : [invalid(because('DEGREES_OUT_OF_RANGE', { limit: max }), path)];
}

export function distinct(values: readonly string[], field: string, path: string[]): Problem[] {
  const isTwice = values.some((value, index) => values.indexOf(value) !== index);
  return isTwice ? [{ code: 'DUPLICATE', ...because('OPTION_TWICE', { field }), path }] : [];
}

export function webAddress(url: string | null, path: string[]): Problem[] {
  if (url === null || url.trim() === '') return [required(path)];
  const isUrl = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  return isUrl ? [] : [badForm(because('ADDRESS_INCOMPLETE'), path)];
}

export function required(path: string[]): Problem {
  return { code: 'REQUIRED', ...because('FILL_IN'), path };
}

export function invalid(why: Because, path: string[]): Problem {
  return { code: 'INVALID_INPUT', ...why, path };
}

export function badForm(why: Because, path: string[]): Problem {
  return { code: 'INVALID_FORMAT', ...why, path };
}

export function tooMany(why: Because, limit: number, path: string[]): Problem {
  return { code: 'TOO_LONG', ...why, path, limit };
}
