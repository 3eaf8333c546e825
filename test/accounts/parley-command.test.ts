import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ADMIN, freePort, productionSettings } from '../../scripts/local-server.js';
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
const WHO = graphql(`
  query WhoCameBack { me { role } }
`);

describe('npm run parley', () => {
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
  const parley = async (...words: string[]) => {
    const child = spawn(process.execPath, [PARLEY, ...words], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...database.environment },
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
      stderr: expect.stringContaining('npm run parley -- reset-password EMAIL'),
    });
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
