import type { Problem } from '../../../../common/errors/domain-error.js';
import { readableKey } from '../../../../common/text/readable-key.js';
import { hasVisible } from '../../../../common/text/visible-text.js';
import { namesIn, type ParameterFormat } from '../../../../whatsapp/templates/template-content.js';

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
  return [{ code: 'TOO_LONG', message: `At most ${limit} characters; these are ${text.length}.`, path, limit }];
}

/** Meta's rules for the placeholders of one text. */
export function placeholderProblems(text: string, format: ParameterFormat, path: string[]): Problem[] {
  const invalidFormat = (message: string): Problem => ({ code: 'INVALID_FORMAT', message, path });
  const names = namesIn(text);
  const problems: Problem[] = [];
  if (/\{\{|\}\}/.test(text.replaceAll(ANY_PLACEHOLDER, ''))) {
    problems.push(invalidFormat('A placeholder is not closed: write {{1}}.'));
  }
  if (PADDED.test(text)) {
    problems.push(invalidFormat('A placeholder has no blanks between its braces: write {{1}}.'));
  }
  const isRight = (name: string): boolean => (format === 'NAMED' ? NAMED : NUMBERED).test(name);
  for (const name of names.filter((candidate) => !isRight(candidate)))
    problems.push(invalidFormat(wrongName(name, format)));
  if (format === 'POSITIONAL') problems.push(...gaps(names.filter(isRight).map(Number)).map(invalidFormat));
  if (format === 'NAMED' && countOf(text) > names.length) {
    problems.push(invalidFormat('Each named placeholder may come once in a text.'));
  }
  if (/\}\}\s*\{\{/.test(text)) {
    problems.push(invalidFormat('Two placeholders stand next to each other: put words between them.'));
  }
  return problems;
}

function wrongName(name: string, format: ParameterFormat): string {
  if (name === '') return 'A placeholder is empty: write {{1}}.';
  if (format === 'NAMED') {
    return `{{${readableKey(name)}}} is not a name of lower-case letters, digits and underscores that begins with a letter. Numbered and named placeholders cannot be mixed.`;
  }
  if (/^\p{Nd}+$/u.test(name)) return 'Placeholders are written {{1}}, {{2}} …: plain digits, no zero in front.';
  return `{{${readableKey(name)}}} is not a number. Numbered and named placeholders cannot be mixed; for names, set parameterFormat to NAMED.`;
}

function gaps(numbers: number[]): string[] {
  const missing = numbers.map((_number, index) => index + 1).filter((expected) => !numbers.includes(expected));
  if (missing.length === 0) return [];
  return [`Placeholders are numbered from 1 without gaps: {{${missing[0]}}} is missing.`];
}

function countOf(text: string): number {
  return [...text.matchAll(ANY_PLACEHOLDER)].length;
}

export function headerProblems(text: string, format: ParameterFormat): Problem[] {
  const path = ['header', 'text'];
  const bare = text.replaceAll(ANY_PLACEHOLDER, '');
  const invalidFormat = (message: string): Problem => ({ code: 'INVALID_FORMAT', message, path });
  return [
    ...tooLong(text, MAX_LENGTH.header, path),
    ...placeholderProblems(text, format, path),
    ...(countOf(text) > 1 ? [invalidFormat('A header has at most one placeholder.')] : []),
    ...(/[\n\r\t]/.test(text) ? [invalidFormat('A header has no line breaks and no tabs.')] : []),
    ...(MARKDOWN.test(bare) ? [invalidFormat('A header has no formatting (*, _, ~, `).')] : []),
    ...(EMOJI.test(bare) ? [invalidFormat('A header has no emoji.')] : []),
  ];
}

export function bodyProblems(text: string, format: ParameterFormat, limit: number): Problem[] {
  const path = ['body'];
  const invalidFormat = (message: string): Problem => ({ code: 'INVALID_FORMAT', message, path });
  if (!hasVisible(text)) return [{ code: 'REQUIRED', message: 'A template needs a body.', path }];
  const trimmed = text.trim();
  const touchesAnEnd = /^\{\{/.test(trimmed) || /\}\}$/.test(trimmed);
  return [
    ...tooLong(text, limit, path),
    ...placeholderProblems(text, format, path),
    ...(touchesAnEnd ? [invalidFormat('A body neither begins nor ends with a placeholder: put words around it.')] : []),
    ...(EMPTY_LINES.test(text) ? [invalidFormat('A body has at most two line breaks in a row: one empty line.')] : []),
    ...(hasTooFewWords(text, format) ? [invalidFormat('There are too many placeholders for so few words.')] : []),
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
  const invalidFormat = (message: string): Problem => ({ code: 'INVALID_FORMAT', message, path });
  return [
    ...(!hasVisible(text)
      ? [{ code: 'REQUIRED' as const, message: 'Leave the footer out, or fill it in.', path }]
      : []),
    ...tooLong(text, MAX_LENGTH.footer, path),
    ...(/\{\{|\}\}/.test(text) ? [invalidFormat('A footer has no placeholders.')] : []),
    ...(/[\n\r]/.test(text) ? [invalidFormat('A footer has no line breaks.')] : []),
    ...(EMOJI.test(text) ? [invalidFormat('A footer has no emoji.')] : []),
  ];
}
