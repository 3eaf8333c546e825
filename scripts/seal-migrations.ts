import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { MIGRATIONS } from '../migrations/index.js';
import { checksumsOf } from '../src/common/database/migrations/migrations.js';

/**
 * `npm run migrations:seal` writes the checksums of new migrations down beside them. What is written stays: a database
 * may have run it. With `--check` it writes nothing, and ends with 1 when a migration is not sealed.
 */
const FILE = 'migrations/checksums.json';

const sealed: Record<string, string> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
const checksums = await checksumsOf(MIGRATIONS.map((Migration) => new Migration()));
const changed = Object.keys(sealed).filter((name) => sealed[name] !== checksums[name]);
const fresh = Object.keys(checksums).filter((name) => !Object.hasOwn(sealed, name));

if (changed.length > 0) {
  fail(
    `Changed or gone after sealing: ${changed.join(', ')}. A migration that others may have run is never edited: put it back and write a new one. One that has left nobody's machine: take its line out of ${FILE}, and seal again.`,
  );
} else if (process.argv.includes('--check')) {
  if (fresh.length > 0) fail(`Not sealed: ${fresh.join(', ')}. Run npm run migrations:seal and commit ${FILE}.`);
} else if (fresh.length > 0) {
  writeFileSync(FILE, `${JSON.stringify(checksums, null, 2)}\n`);
  process.stdout.write(`Sealed: ${fresh.join(', ')}\n`);
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
