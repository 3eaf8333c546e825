import { conditionsOf, searchTerms, type TextCondition } from '../search/search-terms.js';
import { numberVariants } from './number-variants.js';
import { digitsOf, numberText } from './number-text.js';
import type { Country } from './numbering.js';
import { readPhoneNumber } from './read-phone-number.js';

/** Fewer are found as they stand, and an index of three letters would not help. */
const MIN_DIGITS = 3;
const NUMBER_WORD = /^\+?[\d().[\]/-]+$/;
/** Zeros that stand before national numbers (8 in Russia, 06 in Hungary) and not in international ones. */
const TRUNK_PREFIXES: readonly RegExp[] = [/^0+/, /^8(?=\d{9})/, /^06(?=\d{8})/];

/**
 * The digits by which a text that is written like a phone number, or like a part of one, is found in E.164; empty: it is not
 * written like one. Numbers without a country code are also read in these countries.
 */
export function searchedDigits(search: string, countries: readonly Country[]): string[] {
  const written = numberText(search).replace(/\(0\)/g, '');
  if (!written.split(' ').every((word) => NUMBER_WORD.test(word))) return [];
  const digits = digitsOf(written);
  const parts = TRUNK_PREFIXES.map((prefix) => digits.replace(prefix, '').replace(/^0+/, ''));
  const numbers = countries
    .map((country) => readPhoneNumber(written, country).number)
    .filter((number) => number !== null);
  const found = [...parts.flatMap(spellingsOfPart), ...numbers.flatMap((number) => numberVariants(number.slice(1)))];
  return [...new Set(found)].filter((part) => part.length >= MIN_DIGITS);
}

/** Condition in SQL with named parameters, as TypeORM writes them. */
export interface NamedCondition {
  sql: string;
  parameters: Record<string, string>;
  /** Whether an index of trigrams helps with it. */
  isIndexed: boolean;
  /** False: nothing can be found. */
  isFindable: boolean;
}

/**
 * SQL that holds where the column has every word, or a beginning of one where it has fewer than three letters; words that are
 * written like a phone number are also looked for as digits alone.
 * @returns null where nothing was typed
 * @throws DomainError (TOO_SHORT) where there is nothing but punctuation
 */
export function hasEveryWordOrNumber(
  column: string,
  search: string,
  countries: readonly Country[],
  ...path: string[]
): NamedCondition | null {
  const terms = searchTerms(search, 'BEGINNING', ...path);
  if (terms === null) return null;
  const words = numberText(search).split(' ');
  const numberWords = words.filter((word) => NUMBER_WORD.test(word) && /\d/.test(word));
  const digits = searchedDigits(numberWords.join(' '), countries);
  const everyWord = named(column, terms.conditions, 'word');
  const { isFindable } = terms;
  const isIndexed = terms.indexed.length > 0;
  if (digits.length === 0) return { ...everyWord, isIndexed, isFindable };
  const others = words.filter((word) => !numberWords.includes(word)).join(' ');
  const otherWords = named(column, conditionsOf(others, 'BEGINNING'), 'other');
  const number = digits.map((_digits, index) => `${column} LIKE :number${index}`).join(' OR ');
  return {
    sql: `((${everyWord.sql}) OR (${otherWords.sql}) AND (${number}))`,
    parameters: {
      ...everyWord.parameters,
      ...otherWords.parameters,
      ...Object.fromEntries(digits.map((part, index) => [`number${index}`, `%${part}%`])),
    },
    isIndexed,
    isFindable,
  };
}

/** One condition a word, because an index helps with each but not with a list of them. */
function named(
  column: string,
  conditions: readonly TextCondition[],
  name: string,
): { sql: string; parameters: Record<string, string> } {
  return {
    sql: conditions.map(({ operator }, index) => `${column} ${operator} :${name}${index}`).join(' AND ') || 'true',
    parameters: Object.fromEntries(conditions.map(({ value }, index) => [`${name}${index}`, value])),
  };
}

/** A part of a number, and what it is in the other spelling of Brazil, Mexico or Argentina if it is one of theirs. */
function spellingsOfPart(part: string): string[] {
  const others = [
    // Brazil: 11 9 8765… without the ninth digit. With it, the shorter one is found within the longer where it ends.
    /^((?:55)?\d\d)9([6-9]\d{3,7})$/.exec(part)?.slice(1),
    /^((?:55)?\d\d)([6-9]\d{7})$/.exec(part)?.slice(1).join(' 9 ').split(' '),
    // Argentina: 11 15 2345… at home, 9 11 2345… abroad.
    /^((?:54)?\d{2,4})15(\d{4,8})$/.exec(part)?.slice(1),
    /^(54)9(\d{3,10})$/.exec(part)?.slice(1),
    /^(54)(\d{10})$/.exec(part)?.slice(1).join(' 9 ').split(' '),
    // Mexico: a 1 before the number.
    /^(52)1(\d{3,10})$/.exec(part)?.slice(1),
    /^(52)(\d{10})$/.exec(part)?.slice(1).join(' 1 ').split(' '),
    /^()(?:1|4[45])(\d{10})$/.exec(part)?.slice(1),
  ];
  return [part, ...others.flatMap((pieces) => (pieces === undefined ? [] : [pieces.join('')]))];
}
