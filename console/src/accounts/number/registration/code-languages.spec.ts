import { codeLanguageOf } from './code-languages';

describe('The language of a code', () => {
  it.each([
    ['en', 'en_US'],
    ['de', 'de_DE'],
    ['es', 'es_ES'],
    ['pt-BR', 'pt_BR'],
    ['ar', 'ar_AR'],
    ['xx', 'en_US'],
  ])('is at first, for whoever reads %s, %s', (locale, expected) => {
    expect(codeLanguageOf(locale)).toBe(expected);
  });
});
