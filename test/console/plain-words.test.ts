import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../../src/common/errors/reasons/reasons.js';

const CATALOGUES = join(import.meta.dirname, '..', '..', 'console', 'src', 'language', 'catalogues');
const LANGUAGES = ['en', 'de', 'es', 'pt-BR', 'ar'];
/** Words that people write themselves into a filter of a rule as JSON. */
const WRITTEN_BY_PEOPLE = ['startsWith', 'isEmpty'];
/** Fields, arguments and operations (startAt, updateTemplate), fields of a type (Media.url), addresses of the API. */
const OF_PROGRAMS = /\b[a-z]+[A-Z]\w*\b|\b[A-Z]\w+\.[a-z]\w+|\b(?:POST|GET) \/\w+/g;
/** What a sentence calls by the words of a button, a field or a choice. */
const QUOTED = /“([^“”]+)”|„([^„“]+)“|«([^«»]+)»/g;

type Texts = Record<string, string>;

const read = (...path: string[]): Texts => JSON.parse(readFileSync(join(CATALOGUES, ...path), 'utf8')) as Texts;

/** Reasons as the console says them: in English those that it has no other words for are the server's. */
const reasonsIn = (language: string): Texts => ({
  ...Object.fromEntries(Object.entries(REASONS).map(([reason, sentence]) => [`reason.${reason}`, sentence])),
  ...read('reasons', `${language}.json`),
});

const withoutValues = (text: string): string => text.replace(/\{\w+\}/g, '');

describe('What people read in the console', () => {
  it.each(LANGUAGES)('names no field and no operation of the API in %s', (language) => {
    const texts = { ...read(`${language}.json`), ...reasonsIn(language) };
    const found = Object.entries(texts).flatMap(([id, text]) => {
      const words = withoutValues(text).match(OF_PROGRAMS) ?? [];
      return words.filter((word) => !WRITTEN_BY_PEOPLE.includes(word)).map((word) => `${id}: ${word}`);
    });
    expect(found).toEqual([]);
  });

  it.each(LANGUAGES)('calls buttons, fields and choices in %s as they are called there', (language) => {
    const labels = new Set(Object.values(read(`${language}.json`)));
    const quoted = Object.entries(reasonsIn(language)).flatMap(([id, text]) =>
      [...text.matchAll(QUOTED)]
        .map(([, ...words]) => words.find((word) => word !== undefined) ?? '')
        .filter((words) => !words.includes('{'))
        .map((words) => ({ id, words })),
    );
    expect(quoted.length).toBeGreaterThan(5);
    expect(quoted.filter(({ words }) => !labels.has(words))).toEqual([]);
  });

  it('shows the name of no field as a value of a sentence', () => {
    for (const language of LANGUAGES) expect(reasonsIn(language)['reason.START_PASSED']).not.toContain('{field}');
  });
});
