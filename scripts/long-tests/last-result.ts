import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot, packageVersion } from '../../src/common/package-root.js';

/** What a long test came to, as docs/reliability.md shows it. */
export interface LastResult {
  /** Command that repeats it. */
  command: string;
  /** Day on which it ended, YYYY-MM-DD. */
  on: string;
  version: string;
  machine: string;
  figures: Record<string, string>;
}

export const LONG_TESTS = ['soak', 'upgrade', 'fuzz'] as const;
export type LongTest = (typeof LONG_TESTS)[number];

const fileOf = (name: LongTest): string => join(packageRoot(), 'docs', 'long-tests', `${name}.json`);

/**
 * Keeps the result of a long test, good or not, where it was asked for by `RECORD_RESULT=1`: the next
 * `node dist/scripts/reliability-table.js` shows it.
 */
export function recordResult(name: LongTest, command: string, figures: readonly [string, string | number][]): void {
  if (process.env.RECORD_RESULT !== '1') return;
  const result: LastResult = {
    command,
    on: new Date().toISOString().slice(0, 10),
    version: packageVersion(),
    machine: `${cpus().length} cores, Node.js ${process.versions.node}`,
    figures: Object.fromEntries(figures.map(([what, value]) => [what, String(value)])),
  };
  mkdirSync(dirname(fileOf(name)), { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(result, null, 2)}\n`);
}

/** The result that was kept last; null where there is none. */
export function lastResult(name: LongTest): LastResult | null {
  return existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as LastResult) : null;
}
