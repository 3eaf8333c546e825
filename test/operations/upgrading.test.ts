import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../../migrations/index.js';
import { freePort, productionSettings } from '../../scripts/local-server.js';
import { must } from '../support/expectations.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ServerProcess } from '../support/server-process.js';
import { isEmbedded, testServerUrl } from '../support/test-database.js';

const DIST = join(import.meta.dirname, '..', '..', 'dist', 'src');

describe('Who runs the server', () => {
  let directory: string;
  let environment: NodeJS.ProcessEnv;
  let url: string;
  const name = `parley_test_${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'parley-upgrade-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    environment = { ...productionSettings(port, 'http://127.0.0.1:1'), DATA_DIR: join(directory, 'data') };
    if (isEmbedded) return;
    await onServer(`CREATE DATABASE ${name}`);
    const database = new URL(must(testServerUrl));
    database.pathname = name;
    environment.DATABASE_URL = database.href;
  });
  afterAll(async () => {
    if (!isEmbedded) await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    rmSync(directory, { recursive: true, force: true });
  });

  const onServer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: testServerUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  /** Runs a program of dist/ in an empty folder, with these variables and no others. */
  const run = async (program: string, words: string[], changes: NodeJS.ProcessEnv = {}) => {
    const child = spawn(process.execPath, [join(DIST, program), ...words], {
      cwd: directory,
      env: { PATH: process.env.PATH, ...environment, ...changes },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (texts.stdout += String(text)));
    child.stderr.on('data', (text) => (texts.stderr += String(text)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...texts };
  };

  (isEmbedded ? it.skip : it)(
    'migrates when they want, and a server that may not waits for it',
    async () => {
      const last = must(MIGRATIONS.at(-1)).name;
      const plan = await run('parley.js', ['migrate', 'plan']);
      expect(plan).toEqual({ code: 0, stdout: expect.stringContaining(`(${MIGRATIONS.length})`), stderr: '' });
      expect(plan.stdout.trim().endsWith(last)).toBe(true);
      expect(await run('main.js', [], { MIGRATE_ON_START: 'false' })).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /The database is not migrated .*MIGRATE_ON_START is off: run `npx parley migrate run` first/,
        ),
      });
      expect(await run('parley.js', ['migrate', 'run'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`Ran ${last}.`),
      });
      expect(await run('parley.js', ['migrate', 'run'])).toMatchObject({
        code: 0,
        stdout: 'The database was up to date.\n',
      });
      expect((await run('parley.js', ['migrate', 'plan'])).stdout).toBe(
        'The database is up to date: no migration would run.\n',
      );
      const server = new ServerProcess(url, { ...environment, MIGRATE_ON_START: 'false' });
      await server.start();
      await server.kill('SIGKILL');
    },
    240_000,
  );

  (isEmbedded ? it : it.skip)('is told that an embedded database is made, migrated, at the first start', async () => {
    expect((await run('parley.js', ['migrate', 'plan'])).stdout).toMatch(/^There is no database in DATA_DIR yet/);
  });

  it('makes an administrator, who signs in', async () => {
    const email = 'new.admin@example.com';
    const made = await run('parley.js', ['create-admin', email]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const password = must(/^Password: (\S{20})$/m.exec(made.stdout)?.[1], 'a password');
    expect(await run('parley.js', ['create-admin', email.toUpperCase()])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Nothing was changed\.\n$/),
    });
    expect(await run('parley.js', ['create-admin', 'nonsense'])).toMatchObject({
      code: 1,
      stderr: 'nonsense is not an e-mail address.\n',
    });
    const server = new ServerProcess(url, environment);
    await server.start();
    await new GraphqlClient(url).login(email, password);
    await server.kill('SIGKILL');
  }, 240_000);

  it('may write settings into .env, which give way to those that are set', async () => {
    writeFileSync(join(directory, '.env'), 'ROLE=boss\nPORT=many\n');
    const { code, stderr } = await run('main.js', [], { PORT: '0' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('- ROLE must be one of') });
    expect(stderr).not.toContain('PORT');
    rmSync(join(directory, '.env'));
  });
});
