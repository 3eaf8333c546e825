import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

// Runs after every build: the sentences of reasons that the console has in each language, for what the server says by itself.
const SOURCE = join('console', 'src', 'language', 'catalogues', 'reasons');
const TARGET = join('dist', 'reason-texts.json');
const PREFIX = 'reason.';

const languages = readdirSync(SOURCE).sort();
const texts = languages.map((file) => {
  const catalogue = JSON.parse(readFileSync(join(SOURCE, file), 'utf8')) as Record<string, string>;
  const sentences = Object.entries(catalogue).map(([id, text]) => [id.slice(PREFIX.length), text]);
  return [basename(file, '.json'), Object.fromEntries(sentences)] as const;
});
mkdirSync('dist', { recursive: true });
writeFileSync(TARGET, JSON.stringify(Object.fromEntries(texts)));
