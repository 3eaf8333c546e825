import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = join(import.meta.dirname, '..', '..', 'src', 'modules');
/** Who writes what people read later: with the text of a reason, or with words of people and of Meta, never with a sentence of its own. */
const WRITERS = /\b(notifications\.notify|notifyAdmins|history\.record|changes\.apply)\(/;
const SENTENCE = /\b(title|body|to|reason): ?(['"`])(?:(?!\2).)* (?:(?!\2).)*\2/g;

describe('Texts that are stored', () => {
  const sources = readdirSync(MODULES, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.service.ts'))
    .map((file) => [file, readFileSync(join(MODULES, file), 'utf8')] as const)
    .filter(([, source]) => WRITERS.test(source));

  it('are written in a dozen places', () => expect(sources.length).toBeGreaterThanOrEqual(12));

  it('have a reason, by which another language says them', () => {
    const found = sources.flatMap(([file, source]) => (source.match(SENTENCE) ?? []).map((text) => [file, text]));
    expect(found).toEqual([]);
  });
});
