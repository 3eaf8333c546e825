import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from '../../migrations/index.js';
import { checksumsOf } from '../../src/common/database/migrations/migrations.js';
import { must } from '../support/expectations.js';

const ROOT = join(import.meta.dirname, '..', '..');
const SEAL = join(ROOT, 'dist', 'scripts', 'seal-migrations.js');
const SEALED = 'migrations/checksums.json';

type Checksums = Record<string, string>;

const readJson = (file: string): Checksums => JSON.parse(readFileSync(file, 'utf8'));
const today = await checksumsOf(MIGRATIONS.map((Migration) => new Migration()));

describe('The checksums of migrations', () => {
  const git = (...words: string[]) => spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' });
  const hasHistory = git('rev-parse', 'HEAD').status === 0;
  const seal = (folder: string, ...flags: string[]) =>
    spawnSync(process.execPath, [SEAL, ...flags], { cwd: folder, encoding: 'utf8' });

  it('are what was sealed, from TypeScript and from what it was compiled to', () => {
    expect(today).toEqual(readJson(join(ROOT, SEALED)));
    expect(seal(ROOT, '--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('belong to all files, in their order', () => {
    const files = readdirSync(join(ROOT, 'migrations')).filter((name) => /^\d+-.*\.ts$/.test(name));
    const names = files.sort().map((file) => {
      const [, timestamp = '', words = ''] = /^(\d+)-(.*)\.ts$/.exec(file) ?? [];
      return words.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()) + timestamp;
    });
    expect(Object.keys(today)).toEqual(names);
  });

  (hasHistory ? it : it.skip)('are still those that landed', () => {
    const commits = git('log', '--format=%H', 'HEAD', '--', SEALED).stdout.split('\n').filter(Boolean);
    for (const commit of commits) {
      const landed = git('show', `${commit}:${SEALED}`);
      if (landed.status === 0) expect({ commit, ...today }).toMatchObject(JSON.parse(landed.stdout) as Checksums);
    }
  });

  it('are added by sealing, and never changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-seal-'));
    const file = join(folder, SEALED);
    cpSync(join(ROOT, SEALED), file);
    const write = (checksums: Checksums) => writeFileSync(file, JSON.stringify(checksums));
    const entries = Object.entries(today);

    write(Object.fromEntries(entries.slice(0, -1)));
    expect(seal(folder, '--check')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Not sealed: /) });
    expect(seal(folder)).toMatchObject({ status: 0, stdout: `Sealed: ${must(entries.at(-1))[0]}\n` });
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(ROOT, SEALED), 'utf8'));

    for (const changed of [
      { ...today, [must(entries[3])[0]]: 'other' },
      { ...today, Gone1: 'other' },
    ]) {
      write(changed);
      expect(seal(folder)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^Changed or gone after sealing: /),
      });
      expect(readJson(file)).toEqual(changed);
    }
    rmSync(folder, { recursive: true });
  });
});
