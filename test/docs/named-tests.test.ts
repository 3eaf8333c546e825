import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** A link to a file of tests, which bears the name of one of them: `[waits for nobody](../test/x.test.ts)`. */
const NAMED_TEST = /\[(?<title>[^\]]+)\]\((?<file>[^)\s]+\.(?:test|spec|browser)\.ts)\)/g;

const PAGES = ['SECURITY.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

/** Tests that a page names, each with its file from the root. */
function testsIn(page: string): { title: string; file: string }[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(NAMED_TEST)].map(({ groups }) => ({
    title: groups?.title ?? '',
    file: join(dirname(page), groups?.file ?? ''),
  }));
}

function isThere({ title, file }: { title: string; file: string }): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  return ["'", '`', '"'].some(
    (quote) => text.includes(`(${quote}${title}${quote}`) || text.includes(`\n    ${quote}${title}${quote}`),
  );
}

describe('The tests that the documentation names', () => {
  it.each(PAGES.filter((page) => testsIn(page).length > 0))('%s: each is there', (page) => {
    expect(testsIn(page).filter((named) => !isThere(named))).toEqual([]);
  });

  it('are enough to be worth a look', () => {
    const count = (page: string): number => testsIn(page).length;
    expect(count('docs/security.md')).toBeGreaterThanOrEqual(40);
    expect(count('docs/reliability.md')).toBeGreaterThanOrEqual(20);
  });
});
