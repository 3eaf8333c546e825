import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, freePort, productionSettings } from '../../scripts/local-server.js';
import { ALL_SEALED } from '../../src/commands/rotate-keys.js';
import { PushKeysService } from '../../src/modules/users/alerts/push-keys.service.js';
import { graphql } from '../generated/gql.js';
import { first, must } from '../support/expectations.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const PARLEY = join(import.meta.dirname, '..', '..', 'dist', 'src', 'parley.js');
const TRAIL = graphql(`
  query TrailOfCommand {
    auditEntries(filter: { action: [PASSWORD_CHANGED] }) { nodes { actorKind actorId subjectName address } }
  }
`);
const STANDING = graphql(`
  query StandingAfterRotation { accounts { status hasAppSecret } }
`);
const WHO = graphql(`
  query WhoCameBack { me { role } }
`);

const aKey = (): string => randomBytes(32).toString('base64');

describe('npx parley', () => {
  let database: TestDatabase;
  const worlds: TestWorld[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
    await database.drop();
  });

  /** As the server does: a production without SECRET_KEY, which a server would not start with. */
  const parley = (...words: string[]) => parleyWith({}, ...words);
  const parleyWith = async (settings: Record<string, string>, ...words: string[]) => {
    const child = spawn(process.execPath, [PARLEY, ...words], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...database.environment, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr += String(text)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, stdout, stderr };
  };
  const start = async (): Promise<TestWorld> => {
    const world = await TestWorld.start({ database, isConnected: false });
    worlds.push(world);
    return world;
  };

  it('says what there is, and refuses what is not', async () => {
    expect(await parley()).toMatchObject({ code: 0, stdout: expect.stringContaining('reset-password EMAIL') });
    expect(await parley('toString')).toMatchObject({ code: 2, stderr: expect.stringContaining('no such command') });
    expect(await parley('reset-password')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npx parley reset-password EMAIL'),
    });
  });

  it('has each of its commands in the documentation', async () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    const { stdout } = await parley();
    const names = [...stdout.matchAll(/^ {2}npx parley (\S+(?: (?:plan|run))?)/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((name) => !rows.some((row) => row.includes(`\`${name}`)))).toEqual(['help']);
  });

  it('lets the only administrator in again, whose password is lost', async () => {
    await (await start()).close();
    worlds.splice(0);
    expect(await parley('reset-password', 'nobody@example.com')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nobody who is active has this e-mail. Nothing was changed.\n',
    });
    const { code, stdout, stderr } = await parley('reset-password', ADMIN.email.toUpperCase());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const password = must(/^New password: (\S{20})$/m.exec(stdout)?.[1], 'a password');

    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const settings = { ...productionSettings(port, 'http://127.0.0.1:1'), ...database.environment };
    const server = new ServerProcess(url, settings);
    await server.start();
    const admin = new GraphqlClient(url);
    await admin.login(ADMIN.email, password);
    expect(await admin.send(WHO)).toEqual({ me: { role: 'ADMIN' } });
    const { auditEntries } = await admin.send(TRAIL);
    expect(first(auditEntries.nodes)).toEqual({
      actorKind: 'COMMAND',
      actorId: null,
      subjectName: 'Administrator',
      address: null,
    });
    await server.kill('SIGKILL');
  });

  it('counts the messages of templates again, says what was off, and puts it right', async () => {
    const world = await start();
    const id = '01938c1e-0000-7000-8000-000000000001';
    await world.database.run('INSERT INTO template_counts (template_id, sent, failed) VALUES ($1, 7, -2)', [id]);
    await world.close();
    worlds.splice(0);
    expect(await parley('recount-templates')).toEqual({
      code: 1,
      stdout: `Template ${id}: sent -7, failed +2\n1 put right.\n`,
      stderr: '',
    });
    expect(await parley('recount-templates')).toEqual({
      code: 0,
      stdout: 'The counts of all templates are right.\n',
      stderr: '',
    });
  });

  it('counts the messages of all accounts again, says what was off, and puts it right', async () => {
    const world = await start();
    const id = '01938c1e-0000-7000-8000-000000000002';
    await world.database.run(
      `INSERT INTO message_tally_changes (account_id, at, metric, key, change) VALUES ($1, '2026-11-26T10:15:00Z', 'RECEIVED', '', 7)`,
      [id],
    );
    await world.database.run('ALTER TABLE message_tallies DROP CONSTRAINT message_tallies_account_id_fkey'); // there is no such account
    await world.close();
    worlds.splice(0);
    expect(await parley('recount-statistics')).toEqual({
      code: 1,
      stdout: `Account ${id}, 2026-11-26T10:15:00.000Z: RECEIVED -7\n1 put right.\n`,
      stderr: '',
    });
    expect(await parley('recount-statistics')).toEqual({
      code: 0,
      stdout: 'The statistics of all accounts are right.\n',
      stderr: '',
    });
  });

  it('encrypts all secrets again with another key, and says which it cannot read', async () => {
    const [former, current, strange] = [aKey(), aKey(), aKey()];
    const first = await TestWorld.start({ database, environment: { SECRET_KEY: former } });
    await first.endpoints.create('http://127.0.0.1:9/hook');
    await first.app.get(PushKeysService).current();
    await first.close();

    expect(await parley('rotate-keys')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('SECRET_KEY is not set'),
    });
    const lost = await parleyWith({ SECRET_KEY: strange }, 'rotate-keys');
    expect(lost.code).toBe(1);
    expect(lost.stdout.match(/(\d+) cannot be read/g)).toEqual([
      '3 cannot be read',
      '1 cannot be read',
      '1 cannot be read',
      '0 cannot be read', // second factors: nobody has one
    ]);
    expect(lost.stderr).toMatch(/^ {2}accounts\.access_token \S{36}$/m);
    expect(await parleyWith({ SECRET_KEY: current, SECRET_KEYS_OLD: former }, 'rotate-keys')).toEqual({
      code: 0,
      stdout: [
        'Accounts: 3 encrypted anew, 0 were already, 0 cannot be read.',
        'Webhook endpoints: 1 encrypted anew, 0 were already, 0 cannot be read.',
        'Keys for pushes: 1 encrypted anew, 0 were already, 0 cannot be read.',
        'Second factors: 0 encrypted anew, 0 were already, 0 cannot be read.',
        'All are encrypted with SECRET_KEY. SECRET_KEYS_OLD can be emptied in every process.\n',
      ].join('\n'),
      stderr: '',
    });
    const again = await parleyWith({ SECRET_KEY: current }, 'rotate-keys');
    expect([again.code, again.stdout.match(/(\d+) were already/g)]).toEqual([
      0,
      ['3 were already', '1 were already', '1 were already', '0 were already'],
    ]);
    const world = await TestWorld.start({ database, isConnected: false, environment: { SECRET_KEY: current } });
    worlds.push(world);
    expect((await world.admin.send(STANDING)).accounts).toEqual([{ status: 'UNVERIFIED', hasAppSecret: true }]);
  });

  it('knows every column that is sealed', async () => {
    const world = await start();
    const rows = await world.database.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
        WHERE column_name LIKE '%\\_sealed' AND table_schema = 'public' ORDER BY 1`,
    );
    const known = Object.values(ALL_SEALED).flatMap(({ table, names }) =>
      names.map((name) => `${table}.${name}_sealed`),
    );
    expect(rows.map(({ name }) => name)).toEqual(known.sort());
  });

  it('puts what has failed into the queue again, once', async () => {
    const world = await start();
    const [failed, processed] = ['01938c1e-0000-7000-8000-00000000000a', '01938c1e-0000-7000-8000-00000000000b'];
    for (const [id, state] of [
      [failed, 'FAILED'],
      [processed, 'PROCESSED'],
    ])
      await world.database.run(
        `INSERT INTO webhook_deliveries (id, account_id, state, received_at, body) VALUES ($1, $1, $2, '2026-11-20T10:00:00Z', '{}')`,
        [id, state],
      );
    await world.close();
    worlds.splice(0);
    expect(await parley('replay', 'everything')).toMatchObject({ code: 2 });
    expect(await parley('replay', 'failed')).toEqual({ code: 0, stdout: '1 put into the queue.\n', stderr: '' });
    expect(await parley('replay', 'failed')).toEqual({ code: 1, stdout: 'There is none.\n', stderr: '' });
    expect(await parley('replay', processed.toUpperCase())).toMatchObject({ code: 0 });
    const after = await start();
    const waiting = await after.database.query<{ id: string }>(
      'SELECT delivery_id AS id FROM webhook_queue ORDER BY 1',
    );
    expect(waiting.map(({ id }) => id)).toEqual([failed, processed]);
  });

  it('writes a backup and restores it, as npm run backup does; on PostgreSQL it says what to use', async () => {
    await (await start()).close();
    worlds.splice(0);
    const folder = mkdtempSync(join(tmpdir(), 'parley-command-'));
    const path = join(folder, 'backup.parley');
    const written = await parley('backup', path);
    const restored = await parleyWith({ DATA_DIR: join(folder, 'data') }, 'restore', path);
    rmSync(folder, { recursive: true });
    if (isEmbedded) {
      expect([written, restored]).toMatchObject([
        { code: 0, stdout: expect.stringContaining('read again and found whole') },
        { code: 0, stderr: '' },
      ]);
    } else expect(written).toMatchObject({ code: 1, stderr: expect.stringContaining('pg_dump') });
  });

  it('works beside a running server on PostgreSQL; on the embedded database it says what to do', async () => {
    const world = await start();
    const { code, stdout, stderr } = await parley('reset-password', ADMIN.email);
    const answer = await world.admin.request(WHO);
    if (isEmbedded) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/ is in use by /);
      expect(answer.errors).toEqual([]);
    } else {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^New password: /);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });
});
