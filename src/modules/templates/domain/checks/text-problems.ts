import type { Problem } from '../../../../common/errors/domain-error.js';
import { readableKey } from '../../../../common/text/readable-key.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import { namesIn, type ParameterFormat } from '../../../../whatsapp/templates/template-content.js';
import { because, type Because } from '../../../../common/errors/because.js';

const NAMED = /^[a-z][a-z0-9_]*$/;
const NUMBERED = /^[1-9]\d*$/;
const PADDED = /\{\{(?:\s[^{}]*|[^{}]*\s)\}\}/;
/** Meta takes one empty line between paragraphs, not two. */
const EMPTY_LINES = /\n[^\S\n]*\n[^\S\n]*\n/;
const ANY_PLACEHOLDER = /\{\{[^{}]*\}\}/g;
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/u;
const MARKDOWN = /[*`]|(^|\W)_[^_]+_(\W|$)|(^|\W)~[^~]+~(\W|$)/;
/** Words beside the placeholders, for each of them: with fewer Meta refuses the template. */
const MIN_WORDS_PER_PLACEHOLDER = 2;

/** Meta's limits in characters. */
export const MAX_LENGTH = { header: 60, body: 1_024, bodyOfOffer: 600, footer: 60 } as const;

/** The problem of a text with more than `limit` characters; none otherwise. */
export function tooLong(text: string, limit: number, path: string[]): Problem[] {
  if (text.length <= limit) return [];
  return [{ code: 'TOO_LONG', ...because('TOO_MANY_CHARACTERS_COUNTED', { limit, length: text.length }), path, limit }];
}

/** Meta's rules for the placeholders of one text. */
export function placeholderProblems(text: string, format: ParameterFormat, path: string[]): Problem[] {
  const invalidFormat = (why: Because): Problem => ({ code: 'INVALID_FORMAT', ...why, path });
  const names = namesIn(text);
  const problems: Problem[] = [];
  if (/\{\{|\}\}/.test(text.replaceAll(ANY_PLACEHOLDER, ''))) {
    problems.push(invalidFormat(because('PLACEHOLDER_OPEN')));
  }
  if (PADDED.test(text)) {
    problems.push(invalidFormat(because('PLACEHOLDER_BLANKS')));
  }
  const isRight = (name: string): boolean => (format === 'NAMED' ? NAMED : NUMBERED).test(name);
  for (const name of names.filter((candidate) => !isRight(candidate)))
    problems.push(invalidFormat(wrongName(name, format)));
  if (format === 'POSITIONAL') problems.push(...gaps(names.filter(isRight).map(Number)).map(invalidFormat));
  if (format === 'NAMED' && countOf(text) > names.length) {
    problems.push(invalidFormat(because('PLACEHOLDER_TWICE')));
  }
  if (/\}\}\s*\{\{/.test(text)) {
    problems.push(invalidFormat(because('PLACEHOLDERS_ADJACENT')));
  }
  return problems;
}

function wrongName(name: string, format: ParameterFormat): Because {
  const placeholder = `{{${readableKey(name)}}}`;
  if (name === '') return because('PLACEHOLDER_EMPTY');
  if (format === 'NAMED') return because('PLACEHOLDER_NAME_FORM', { placeholder });
  if (/^\p{Nd}+$/u.test(name)) return because('PLACEHOLDER_NUMBER_FORM');
  return because('PLACEHOLDER_NO_NUMBER', { placeholder });
}

function gaps(numbers: number[]): Because[] {
  const missing = numbers.map((_number, index) => index + 1).filter((expected) => !numbers.includes(expected));
  if (missing.length === 0) return [];
  return [because('PLACEHOLDER_GAP', { placeholder: `{{${missing[0]}}}` })];
}

function countOf(text: string): number {
  return [...text.matchAll(ANY_PLACEHOLDER)].length;
}

export function headerProblems(text: string, format: ParameterFormat): Problem[] {
  const path = ['header', 'text'];
  const bare = text.replaceAll(ANY_PLACEHOLDER, '');
  const invalidFormat = (why: Because): Problem => ({ code: 'INVALID_FORMAT', ...why, path });
  return [
    ...tooLong(text, MAX_LENGTH.header, path),
    ...placeholderProblems(text, format, path),
    ...(countOf(text) > 1 ? [invalidFormat(because('HEADER_TWO_PLACEHOLDERS'))] : []),
    ...(/[\n\r\t]/.test(text) ? [invalidFormat(because('HEADER_LINES'))] : []),
    ...(MARKDOWN.test(bare) ? [invalidFormat(because('HEADER_FORMATTING'))] : []),
    ...(EMOJI.test(bare) ? [invalidFormat(because('HEADER_EMOJI'))] : []),
  ];
}

export function bodyProblems(text: string, format: ParameterFormat, limit: number): Problem[] {
  const path = ['body'];
  const invalidFormat = (why: Because): Problem => ({ code: 'INVALID_FORMAT', ...why, path });
  if (!hasVisible(text)) return [{ code: 'REQUIRED', ...because('BODY_MISSING'), path }];
  const trimmed = text.trim();
  const touchesAnEnd = /^\{\{/.test(trimmed) || /\}\}$/.test(trimmed);
  return [
    ...tooLong(text, limit, path),
    ...placeholderProblems(text, format, path),
    ...(touchesAnEnd ? [invalidFormat(because('BODY_PLACEHOLDER_AT_END'))] : []),
    ...(EMPTY_LINES.test(text) ? [invalidFormat(because('BODY_EMPTY_LINES'))] : []),
    ...(hasTooFewWords(text, format) ? [invalidFormat(because('BODY_TOO_FEW_WORDS'))] : []),
  ];
}

function hasTooFewWords(text: string, format: ParameterFormat): boolean {
  const placeholders = countOf(text);
  if (placeholders === 0) return false;
  const fixed = text.replaceAll(ANY_PLACEHOLDER, ' ');
  const words = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(fixed)];
  const count = words.filter(({ isWordLike }) => isWordLike === true).length;
  return count < MIN_WORDS_PER_PLACEHOLDER * (format === 'NAMED' ? namesIn(text).length : placeholders);
}

export function footerProblems(text: string): Problem[] {
  const path = ['footer'];
  const invalidFormat = (why: Because): Problem => ({ code: 'INVALID_FORMAT', ...why, path });
  return [
    ...(!hasVisible(text) ? [{ code: 'REQUIRED' as const, ...because('FOOTER_EMPTY'), path }] : []),
    ...tooLong(text, MAX_LENGTH.footer, path),
    ...(/\{\{|\}\}/.test(text) ? [invalidFormat(because('FOOTER_PLACEHOLDERS'))] : []),
    ...(/[\n\r]/.test(text) ? [invalidFormat(because('FOOTER_LINES'))] : []),
    ...(EMOJI.test(text) ? [invalidFormat(because('FOOTER_EMOJI'))] : []),
  ];
}
