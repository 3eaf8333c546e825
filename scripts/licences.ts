import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/common/package-root.js';

/**
 * `npm run check:licences`: every package of package-lock.json (also those for development: the console is built of some)
 * has a licence that lets a company run, change and pass on the whole, or is an exception with a reason. Ends with 1 where one has another, or none.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0', // copyleft for its own files alone, and none of them is changed here
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages with another licence, and why they may come along. */
const EXCEPTIONS: Readonly<Record<string, { licence: string; reason: string }>> = {
  'caniuse-lite': { licence: 'CC-BY-4.0', reason: 'data about browsers, read while the console is built' },
};

interface LockedPackage {
  license?: string;
  link?: boolean;
}

const { packages } = JSON.parse(readFileSync(join(packageRoot(), 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const counts = new Map<string, number>();
const refused: string[] = [];
for (const [path, { license }] of installed) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const licence = license ?? 'none';
  counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (!isAllowed(licence) && EXCEPTIONS[name]?.licence !== licence) refused.push(`${name}: ${licence}`);
}
const summary = [...counts].sort(([, a], [, b]) => b - a).map(([licence, count]) => `${licence} ${count}`);
process.stdout.write(`${installed.length} packages: ${summary.join(', ')}\n`);
for (const line of refused) process.stderr.write(`Not among the licences that are allowed: ${line}\n`);
for (const [name, { licence, reason }] of Object.entries(EXCEPTIONS))
  process.stdout.write(`${name}, ${licence}: ${reason}\n`);
process.exitCode = refused.length === 0 ? 0 : 1;

/** SPDX: one of several that are offered, all of those that hold together. */
function isAllowed(expression: string): boolean {
  const bare = expression.replace(/[()]/g, ' ').trim();
  const parts = bare.split(/\s+OR\s+/i);
  return parts.some((part) => part.split(/\s+AND\s+/i).every((licence) => ALLOWED.has(licence.trim())));
}
