import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { MigrationInterface } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { checksumsOf, statementsOf } from '../src/common/database/migrations/migrations.js';

/**
 * Writes down which migrations each commit had until they were sealed, and the SQL of those that were edited later:
 * what test/platform/migrations.test.ts makes databases of every landed state from. The history before the seal is over, so this
 * has no reason to run again. Usage, after `npm run build`: `node dist/scripts/landed-migrations.js`.
 */
const FOLDER = 'test/platform/landed-migrations';
const LAST = '82b0d59';

const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();
const today = await checksumsOf(MIGRATIONS.map((Migration) => new Migration()));
const states = [];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const commit of git('log', '--reverse', '--format=%h', LAST, '--', 'migrations').split('\n')) {
  const migrations = await migrationsAt(commit);
  const checksums = await checksumsOf(migrations);
  states.push({ commit, subject: git('log', '-1', '--format=%s', commit), migrations: checksums });
  for (const migration of migrations) {
    const [name = ''] = Object.keys(await checksumsOf([migration]));
    const checksum = checksums[name] ?? '';
    if (checksum === today[name]) continue;
    const [sql = '', ...more] = await statementsOf(migration);
    if (more.length > 0) throw new Error(`${name} of ${commit} has more than one statement.`);
    writeFileSync(join(FOLDER, `${name}.${checksum.slice(0, 8)}.sql`), sql);
  }
}
writeFileSync(join(FOLDER, 'states.json'), `${JSON.stringify(states, null, 2)}\n`);

async function migrationsAt(commit: string): Promise<MigrationInterface[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-landed-'));
  const files = git('ls-tree', '--name-only', commit, 'migrations/').split('\n');
  const migrations: MigrationInterface[] = [];
  for (const file of files.filter((name) => !name.endsWith('/index.ts'))) {
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    const { outputText } = ts.transpileModule(git('show', `${commit}:${file}`), { compilerOptions });
    const compiled = join(folder, `${migrations.length}.mjs`);
    writeFileSync(compiled, outputText);
    const classes = (await import(pathToFileURL(compiled).href)) as Record<string, new () => MigrationInterface>;
    migrations.push(...Object.values(classes).map((Migration) => new Migration()));
  }
  rmSync(folder, { recursive: true });
  return migrations;
}
