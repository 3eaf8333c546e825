import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { freePort, productionSettings } from '../../scripts/local-server.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { ensureEmbeddedTemplate } from '../../src/common/database/embedded/embedded-template.js';
import { must } from '../support/expectations.js';
import { runMain, ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';

const REFUSED = 'Nothing was deleted or changed. Put the missing files back, or restore a backup';

(isEmbedded ? describe : describe.skip)('A DATA_DIR', () => {
  let database: TestDatabase;
  let directory: string;
  let cluster: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    directory = database.environment.DATA_DIR;
    cluster = join(directory, 'postgres');
  });
  afterEach(() => database.drop());

  const start = () =>
    runMain({ ...productionSettings(0, 'http://127.0.0.1:1'), ...database.environment, MIN_FREE_DISK_MB: '1' });

  /** Every file with its size, so that nothing is deleted unnoticed. */
  const inventory = (): string[] =>
    readdirSync(cluster, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${join(entry.parentPath, entry.name)} ${statSync(join(entry.parentPath, entry.name)).size}`)
      .sort();

  const remove = (name: string) => () => rmSync(join(cluster, name), { recursive: true });
  const emptied = (name: string) => () => truncateSync(join(cluster, name), 0);

  it.each([
    ['PG_VERSION is missing', remove('PG_VERSION'), 'missing: PG_VERSION'],
    ['PG_VERSION is empty', emptied('PG_VERSION'), 'missing: PG_VERSION'],
    ['pg_control is missing', remove('global/pg_control'), 'missing: global/pg_control'],
    [
      'pg_control is cut off',
      () => truncateSync(join(cluster, 'global/pg_control'), 100),
      'a part of global/pg_control',
    ],
    ['the log is missing', () => execFileSync('sh', ['-c', `rm ${cluster}/pg_wal/0*`]), 'everything in pg_wal/'],
    ['a folder was passed over because it is empty', remove('pg_notify'), 'missing: pg_notify/'],
    [
      'all but one file is missing',
      () => execFileSync('sh', ['-c', `cd ${cluster} && rm -r base global pg_*`]),
      'base/',
    ],
    ['the database of the accounts is missing', remove('base/5/PG_VERSION'), 'base/5/PG_VERSION'],
    [
      'the folder is a file',
      () => [rmSync(cluster, { recursive: true }), writeFileSync(cluster, '')],
      'a file has its name',
    ],
  ])('is refused when %s, and nothing is deleted', async (_, damage, named) => {
    damage();
    const before = existsSync(join(cluster, 'base')) ? inventory() : [];
    const { code, stdout, stderr } = await start();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`The database in ${cluster} is not whole; missing: `);
    expect(stderr).toContain(named.replace('missing: ', ''));
    expect(stderr).toContain(REFUSED);
    if (before.length > 0) expect(inventory()).toEqual(before);
  });

  it('is refused when the file of a table is missing', async () => {
    const path = await fileOf('messages');
    rmSync(join(cluster, path));
    const { code, stderr } = await start();
    expect(code).toBe(1);
    expect(stderr).toContain(`missing: ${path} (messages)`);
    expect(stderr).not.toContain('Aborted');
  });

  it('is refused when its log is damaged, in the words of PostgreSQL', async () => {
    for (const name of readdirSync(join(cluster, 'pg_wal')).filter((entry) => /^[0-9A-F]{24}$/.test(entry))) {
      const path = join(cluster, 'pg_wal', name);
      writeFileSync(path, Buffer.alloc(statSync(path).size, 7));
    }
    const { code, stderr } = await start();
    expect(code).toBe(1);
    expect(stderr).toContain(`The database in ${cluster} cannot be opened: could not locate a valid checkpoint record`);
    expect(stderr).toContain(REFUSED);
    expect(stderr).not.toContain('Aborted');
  });

  it('is refused when its database is gone, but its files are not', async () => {
    rmSync(cluster, { recursive: true });
    mkdirSync(join(directory, 'media', '0a'), { recursive: true });
    writeFileSync(join(directory, 'media', '0a', 'a picture'), 'bytes');
    const { code, stderr } = await start();
    expect(code).toBe(1);
    expect(stderr).toContain(`has no database (${cluster}), but there are media files`);
    expect(existsSync(cluster)).toBe(false);
  });

  it('is refused when its database is gone after there was one', async () => {
    await (await EmbeddedDatabase.open({ directory, durable: false })).close();
    rmSync(cluster, { recursive: true });
    await expect(EmbeddedDatabase.open({ directory, durable: false })).rejects.toThrow('but it had one before');
    expect(existsSync(cluster)).toBe(false);
  });

  it('is cleared of nothing but our own unfinished copies', async () => {
    const ours = join(directory, '.parley-draft-0123456789ab');
    const foreign = join(directory, '.parley-draft-of-somebody');
    const former = join(directory, 'postgres.copying');
    for (const folder of [ours, foreign, former]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'half a file'), 'half');
    }
    writeFileSync(join(ours, 'UNFINISHED'), '');
    await (await EmbeddedDatabase.open({ directory, durable: false })).close();
    expect([ours, foreign, former].map((folder) => existsSync(folder))).toEqual([false, true, true]);
  });

  it('is closed to other users of the machine, whatever it was', async () => {
    chmodSync(directory, 0o755);
    const port = await freePort();
    const settings = { ...productionSettings(port, 'http://127.0.0.1:1'), ...database.environment };
    const server = new ServerProcess(`http://127.0.0.1:${port}`, settings);
    await server.start();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    await server.kill('SIGTERM');
  });

  it.each([
    ['a file is cut off', (template: string) => truncateSync(join(template, 'postgres', 'base', '5', '1259'), 512)],
    ['a file is missing', (template: string) => rmSync(join(template, 'postgres', 'global', 'pg_control'))],
    ['its list is half written', (template: string) => truncateSync(join(template, 'files.json'), 512)],
    [
      'bytes were changed',
      (template: string) => writeFileSync(join(template, 'postgres', 'global', 'pg_control'), Buffer.alloc(8192, 1)),
    ],
  ])('is begun with a fresh database when the prepared one is damaged: %s', async (_, damage) => {
    const template = await templateCopy();
    damage(template);
    const fresh = join(directory, 'fresh');
    const engine = await EmbeddedDatabase.open({ directory: fresh, durable: false, template });
    const dataSource = await new DataSource(engine.connectionOptions()).initialize();
    expect(await dataSource.query(`SELECT to_regclass('users') AS users`)).toEqual([{ users: null }]); // not migrated yet
    await dataSource.destroy();
    await engine.close();
  });

  it('is refused on a full disk, before anything is written', async () => {
    const { code, stderr } = await runMain({
      ...productionSettings(0, 'http://127.0.0.1:1'),
      ...database.environment,
      MIN_FREE_DISK_MB: '1000000',
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`The disk of DATA_DIR ${directory} is full: `);
    expect(stderr).toContain('Free some space or enlarge the disk.');
  });

  async function templateCopy(): Promise<string> {
    const copy = mkdtempSync(join(tmpdir(), 'parley-template-'));
    cpSync(await ensureEmbeddedTemplate(MIGRATIONS), copy, { recursive: true });
    return copy;
  }

  async function fileOf(table: string): Promise<string> {
    const engine = await EmbeddedDatabase.open({ directory, durable: false });
    const dataSource = await new DataSource(engine.connectionOptions()).initialize();
    const rows = await dataSource.query<{ path: string }[]>(`SELECT pg_relation_filepath($1) AS path`, [table]);
    await dataSource.destroy();
    await engine.close();
    expect(readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()).toMatch(/^\d+$/);
    return must(rows[0]).path;
  }
});
