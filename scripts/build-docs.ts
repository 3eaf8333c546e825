import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { buildSchema } from 'graphql';
import { referencePages } from './docs/api/reference-pages.js';
import { renderPage, titleOf } from './docs/render-page.js';

// Runs after every build: the pages of docs/ as HTML, and the reference of schema.gql, which the server shows below /docs.
const SOURCE = 'docs';
const TARGET = join('dist', 'docs');

const names = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.md$/, ''))
  .sort();
const guides = names.filter((name) => !name.includes('/'));

rmSync(TARGET, { recursive: true, force: true });
for (const name of names) {
  write(name, renderPage(readFileSync(join(SOURCE, `${name}.md`), 'utf8'), posix.dirname(name) === '.' ? '' : '../'));
}
const schema = buildSchema(readFileSync('schema.gql', 'utf8'));
for (const [name, html] of referencePages(schema)) write(`api/${name}`, html);
const list = guides.map((name) => `- [${titleOf(readFileSync(join(SOURCE, `${name}.md`), 'utf8'))}](${name}.md)`);
write('index', renderPage(['# Parley', '', ...list, '- [Reference of the API](api/)'].join('\n'), ''));
cpSync(join(SOURCE, 'images'), join(TARGET, 'images'), { recursive: true });
cpSync(join('scripts', 'docs', 'docs.css'), join(TARGET, 'docs.css'));

function write(name: string, html: string): void {
  const file = join(TARGET, `${name}.html`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, html);
}
