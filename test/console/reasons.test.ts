import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { because, valueNames } from '../../src/common/errors/because.js';
import { REASONS } from '../../src/common/errors/reasons/reasons.js';

const FOLDER = join(import.meta.dirname, '..', '..', 'console', 'src', 'language', 'catalogues', 'reasons');
/** English is said by the server, but for what it words for programs: en.json has other words for that. */
const LANGUAGES = ['de', 'es', 'pt-BR', 'ar'];

type Catalogue = Record<string, string>;

const catalogueOf = (language: string): Catalogue =>
  JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Catalogue;

describe('The reasons of refusals', () => {
  it.each(LANGUAGES)('have a sentence each in %s, and none is left over', (language) => {
    const catalogue = catalogueOf(language);
    const wanted = Object.keys(REASONS).map((reason) => `reason.${reason}`);
    expect(Object.keys(catalogue).sort()).toEqual(wanted.sort());
    expect(Object.entries(catalogue).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('have other words in English only where the server has some', () => {
    const known = Object.keys(REASONS).map((reason) => `reason.${reason}`);
    expect(Object.keys(catalogueOf('en')).filter((id) => !known.includes(id))).toEqual([]);
  });

  it.each(['en', ...LANGUAGES])('say in %s nothing but what the server gives them', (language) => {
    const catalogue = catalogueOf(language);
    for (const [reason, sentence] of Object.entries(REASONS)) {
      const values = Object.fromEntries(valueNames(sentence).map((name) => [name, `<${name}>`]));
      const text = catalogue[`reason.${reason}`];
      if (text === undefined) continue;
      // Throws where a sentence cannot be read, or names a value that its reason does not have.
      const said = String(new IntlMessageFormat(text, language).format(values));
      expect([reason, said]).toEqual([reason, expect.not.stringMatching(/\{\w*[^{}\d]\w*\}/)]);
    }
  });

  it('are said in English with their values, and leave the placeholders of templates alone', () => {
    expect(because('TOO_MANY_CHARACTERS', { limit: 20 })).toEqual({
      reason: 'TOO_MANY_CHARACTERS',
      values: { limit: 20 },
      message: 'At most 20 characters, please.',
    });
    expect(because('PLACEHOLDER_OPEN').message).toBe('A placeholder is not closed: write {{1}}.');
    expect(because('MONEY_EXPECTED').message).toContain('{ amount, currency }');
  });
});
