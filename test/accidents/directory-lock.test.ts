import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { freePort, productionSettings } from '../../scripts/local-server.js';
import { DirectoryLock } from '../../src/common/data-directory/directory-lock.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { eventually, must } from '../support/expectations.js';
import { runMain, ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded } from '../support/test-database.js';

const UNSHARE = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
const canUnshare = spawnSync('unshare', [...UNSHARE.slice(1), 'true']).status === 0;
const LOCK_MODULE = join(
  import.meta.dirname,
  '..',
  '..',
  'dist',
  'src',
  'common',
  'data-directory',
  'directory-lock.js',
);

describe('The lock of a DATA_DIR', () => {
  let directory: string;
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'parley-lock-'));
    folder = join(directory, 'parley.lock');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  });

  /** A process that takes the lock, says HELD or why not, and stays. */
  const contender = (command: readonly string[] = []): { child: ChildProcess; said: Promise<string> } => {
    const script = `
      const { DirectoryLock } = await import(${JSON.stringify(LOCK_MODULE)});
      try { await DirectoryLock.acquire(${JSON.stringify(directory)}); console.log('HELD by ' + process.pid); setInterval(() => {}, 1000); }
      catch (error) { console.log(error.message); }`;
    const [program = process.execPath, ...rest] = [...command, process.execPath, '--input-type=module', '-e', script];
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return { child, said: once(must(child.stdout), 'data').then(([text]) => String(text).trim()) };
  };

  const plant = (owner: object, generation = 1): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${generation}.json`), JSON.stringify(owner));
  };
  const own = (): object => {
    const name = must(readdirSync(folder).find((entry) => entry.endsWith('.json')));
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
  };

  it('lets nobody else in while it is held, by name, and the next one after that', async () => {
    const lock = await DirectoryLock.acquire(directory);
    await expect(DirectoryLock.acquire(directory)).rejects.toThrow(
      new RegExp(`is in use by process ${process.pid} on .+ \\(since \\d{4}-.+Z\\)\\. Stop that one first`),
    );
    await lock.release();
    await (await DirectoryLock.acquire(directory)).release();
  });

  it('is taken over at once from a process that was killed', async () => {
    const first = contender();
    expect(await first.said).toMatch(/^HELD/);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const begin = performance.now();
    await (await DirectoryLock.acquire(directory)).release();
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('goes to one alone of twenty that take over from a dead process', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    const lock = await DirectoryLock.acquire(directory);
    const owner = own();
    await lock.release();
    plant({ ...owner, id: 'dead', pid: dead.pid, startTime: '1' }, 7);
    const contenders = Array.from({ length: 20 }, () => contender());
    const said = await Promise.all(contenders.map((one) => one.said));
    const winners = said.filter((text) => text.startsWith('HELD'));
    expect(winners).toHaveLength(1);
    const winner = must(winners[0]).replace('HELD by ', '');
    expect(said.filter((text) => text.includes(`is in use by process ${winner} on `))).toHaveLength(19);
  }, 120_000);

  it('is not taken from another machine that shows a sign of life, and is from one that shows none', async () => {
    const lock = await DirectoryLock.acquire(directory);
    const owner = own();
    await lock.release();
    const elsewhere = {
      ...owner,
      host: 'other-machine',
      pid: 1,
      bootId: 'another-boot',
      since: '2026-01-01T00:00:00.000Z',
    };
    plant(elsewhere, 5);
    const file = join(folder, '5.json');
    const beating = setInterval(() => utimesSync(file, new Date(), new Date()), 1_000);
    await expect(DirectoryLock.acquire(directory)).rejects.toThrow(
      'is in use by process 1 on other-machine (since 2026-01-01T00:00:00.000Z)',
    );
    clearInterval(beating);
    const begin = performance.now();
    const taken = await DirectoryLock.acquire(directory);
    expect(performance.now() - begin).toBeGreaterThan(10_000);
    await taken.release();
  }, 90_000);

  it('stays where its process computes without a pause', async () => {
    const lock = await DirectoryLock.acquire(directory);
    const file = join(folder, '1.json');
    const stamp = () => spawnSync('stat', ['-c', '%y', file], { encoding: 'utf8' }).stdout;
    const before = stamp();
    for (const begin = performance.now(); performance.now() - begin < 5_000;) Math.sqrt(begin);
    expect(stamp()).not.toBe(before);
    await lock.release();
  });

  it('of a former version is respected while its process runs, and replaced after that', async () => {
    writeFileSync(folder, JSON.stringify({ pid: process.ppid, startTime: null }));
    await expect(DirectoryLock.acquire(directory)).rejects.toThrow(
      `in use by process ${process.ppid}, a former version`,
    );
    writeFileSync(folder, JSON.stringify({ pid: 2 ** 22 + 1, startTime: null }));
    await (await DirectoryLock.acquire(directory)).release();
    expect(existsSync(join(folder, '1.json'))).toBe(true);
  });

  it.each([
    [
      'taken over',
      () => plant({ id: 'other', pid: 1, host: 'other-machine', since: '2026-01-01' }, 2),
      'taken over by process 1 on other-machine',
    ],
    ['deleted', () => rmSync(folder, { recursive: true }), 'Its lock was deleted'],
  ])('that was %s lets its former owner write nothing more', async (_, lose, reason) => {
    const ends: string[] = [];
    const engine = await EmbeddedDatabase.open({ directory, durable: false, onEnd: (sentence) => ends.push(sentence) });
    const dataSource = await new DataSource(engine.connectionOptions()).initialize();
    await dataSource.query('CREATE TABLE kept (value integer)');
    lose();
    mkdirSync(folder, { recursive: true });
    await expect(dataSource.query('INSERT INTO kept VALUES (1)')).rejects.toThrow();
    expect(ends).toEqual([expect.stringContaining(reason)]);
  });

  (canUnshare ? it : it.skip)('holds between containers, whose first processes are both number 1', async () => {
    const first = contender(UNSHARE);
    expect(await first.said).toBe('HELD by 1');
    const second = contender(UNSHARE);
    expect(await second.said).toMatch(/is in use by process 1 on .+ \(since .+\)\. Stop that one first/);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const begin = performance.now();
    const third = contender(UNSHARE);
    expect(await third.said).toBe('HELD by 1');
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  (canUnshare && isEmbedded ? it : it.skip)(
    'keeps a second container from starting, and loses nothing of the first',
    async () => {
      const database = await createTestDatabase();
      const port = await freePort();
      const settings = { ...productionSettings(port, 'http://127.0.0.1:1'), ...database.environment };
      const server = new ServerProcess(`http://127.0.0.1:${port}`, settings, UNSHARE);
      await server.start();
      const second = await runMain({ ...settings, PORT: '0' }, UNSHARE);
      expect(second.code).toBe(1);
      expect(second.stderr).toMatch(
        /is in use by process 1 on .+\. Stop that one first, or give this one a DATA_DIR of its own/,
      );
      expect(
        await eventually(
          () => fetch(`${server.url}/health/ready`).then(({ status }) => status),
          (status) => status === 200,
        ),
      ).toBe(200);
      await server.kill('SIGKILL');
      await database.drop();
    },
  );
});
