import { DomainError } from '../errors/domain-error.js';
import { searchText } from '../search-text.js';
import { because } from '../errors/because.js';

/** What a search that cannot be stored becomes: two characters that nobody has given a meaning. It finds nothing. */
export const UNFINDABLE = '\u{10fffd}\u{10fffd}';
/** Least number of characters of a word that is found within other words. */
export const MIN_PART_LENGTH = 3;
/** How many conditions an index is asked for; the others are only checked. */
const MAX_INDEXED = 3;

/** Where a word of fewer letters is found: as a word of its own, or also where a word begins with it. */
export type ShortWords = 'WHOLE' | 'BEGINNING';

/** Condition on a text that PostgreSQL knows: a pattern of LIKE, or a regular expression. */
export interface TextCondition {
  operator: 'LIKE' | '~';
  value: string;
}

/** What is looked for: every condition holds where a text is found. */
export interface SearchTerms {
  conditions: TextCondition[];
  /** Those of the conditions with which an index of trigrams helps, the most selective first; empty: with none. */
  indexed: TextCondition[];
  /** False: nothing can be found. */
  isFindable: boolean;
}

const LETTER = /[\p{L}\p{N}]/u;
/** Scripts that write without blanks, or whose words are one or two signs: Chinese, Japanese, Korean, Thai and its neighbours. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
/** Emoji, signs of currencies and the like: something to look for, although it is no letter. */
const PICTURE = /[^\p{ASCII}\p{P}\p{M}\p{Z}]/u;

/**
 * Terms of a search: words of three characters and more are found within words, shorter ones as `shortWords` says, or within
 * words in scripts that do not part them.
 * @returns null where nothing was typed
 * @throws DomainError (TOO_SHORT) where there is neither letter, digit nor emoji in it
 */
export function searchTerms(search: string, shortWords: ShortWords, ...path: string[]): SearchTerms | null {
  const words = wordsOf(search);
  if (words.length === 0) return null;
  if (!words.some((word) => LETTER.test(word) || PICTURE.test(word))) throw tooShort(path);
  const read = words.map((word) => ({ condition: conditionFor(word, shortWords), isIndexed: hasTrigram(word), word }));
  const indexed = read
    .filter(({ isIndexed }) => isIndexed)
    .sort((one, other) => other.word.length - one.word.length)
    .slice(0, MAX_INDEXED);
  return {
    conditions: read.map(({ condition }) => condition),
    indexed: indexed.map(({ condition }) => condition),
    isFindable: !search.includes(UNFINDABLE),
  };
}

/** Conditions of the words of a text, whatever they are; none where there are no words. */
export function conditionsOf(search: string, shortWords: ShortWords): TextCondition[] {
  return wordsOf(search).map((word) => conditionFor(word, shortWords));
}

function wordsOf(search: string): string[] {
  return [...new Set(searchText(search).split(' '))].filter((word) => word !== '');
}

function tooShort(path: string[]): DomainError {
  const why = because('SEARCH_TOO_SHORT', { limit: MIN_PART_LENGTH });
  return new DomainError({ code: 'TOO_SHORT', ...why, path, limit: MIN_PART_LENGTH });
}

function isPart(word: string): boolean {
  return [...word].length >= MIN_PART_LENGTH || !LETTER.test(word) || UNSPACED.test(word);
}

function conditionFor(word: string, shortWords: ShortWords): TextCondition {
  if (isPart(word)) return { operator: 'LIKE', value: `%${word.replace(/[\\%_]/g, '\\$&')}%` };
  const end = shortWords === 'WHOLE' ? '([^[:alnum:]]|$)' : '';
  return { operator: '~', value: `(^|[^[:alnum:]])${word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}${end}` };
}

/**
 * Whether PostgreSQL finds a trigram in the word's condition: three letters in a row, where two blanks before a word and one
 * after it count as letters. In the expression of a short word it finds none, because any of thousands of signs may stand
 * beside it, and reads the whole index. Marks are left out, because engines differ in whether they are letters.
 */
function hasTrigram(word: string): boolean {
  if (!isPart(word)) return false;
  return [...word.matchAll(/[\p{L}\p{N}]+/gu)].some(({ 0: run, index }) => {
    const before = index > 0 && isSeparator(word.slice(0, index)) ? 2 : 0;
    const after = isSeparator([...word.slice(index + run.length)][0] ?? '') ? 1 : 0;
    return [...run].length + before + after >= MIN_PART_LENGTH;
  });
}

/** Whether the text ends with (or is) a character that surely stands between words. */
function isSeparator(text: string): boolean {
  return /[!-/:-@[-`{-~]$/.test(text);
}
