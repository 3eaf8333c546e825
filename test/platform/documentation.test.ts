import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'data', 'results']);

/** Every file and folder of the repository, from its root. */
function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return [relative(ROOT, path), ...(entry.isDirectory() ? pathsBelow(path) : [])];
    });
}

const PATHS = pathsBelow(ROOT);
const FOLDERS = new Set(PATHS.flatMap((path) => path.split('/').slice(0, -1)));
/** Pages that say how it is. Decisions say how it was when they were made, and the changelog what has changed. */
const PAGES = PATHS.filter(
  (path) => path.endsWith('.md') && path !== 'CHANGELOG.md' && !path.startsWith('docs/decisions/'),
);

const CODE_SPAN = /`(?<code>[^`\s]+)`/g;
const FENCE = /^```[\s\S]*?^```/gm;
const LINK = /\]\((?!https?:|#)(?<target>[^)\s#]+)/g;
const FILE_NAME = /^[\w.-]+\.(ts|js|cjs|json|md|gql)$/;

/** Texts in backticks that name a file (`server.ts`) or begin with a folder that there is (`dispatch/backoff`). */
function namedPaths(page: string): string[] {
  return [...page.replace(FENCE, '').matchAll(CODE_SPAN)]
    .map(({ groups }) => groups?.code?.replace(/\/$/, '') ?? '')
    .filter((code) => !/[<…]/.test(code))
    .filter((code) => FILE_NAME.test(code) || (code.includes('/') && FOLDERS.has(code.split('/', 1)[0] ?? '')));
}

/** From the root or from any folder; without its ending, as the domain language writes it; `*` for part of a name. */
function isThere(path: string): boolean {
  const pattern = path.split('*').map(escape).join('[^/]*');
  const form = new RegExp(`(^|/)${pattern}(\\.[\\w.-]+)?$`);
  return PATHS.some((candidate) => form.test(candidate));
}

function escape(text: string): string {
  return text.replaceAll(/[.+^$(){}|[\]\\]/g, '\\$&');
}

describe('The documentation', () => {
  it.each(PAGES)('%s names only files and folders that exist', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    expect([...new Set(namedPaths(text))].filter((path) => !isThere(path))).toEqual([]);
  });

  it.each(PATHS.filter((path) => path.endsWith('.md')))('%s links only to what exists', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(FENCE, '');
    const targets = [...text.matchAll(LINK)].map(({ groups }) => groups?.target ?? '');
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });
});
