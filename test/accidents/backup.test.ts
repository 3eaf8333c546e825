import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ADMIN } from '../../scripts/local-server.js';
import { EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { runCommand, startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';

const STATE = graphql(`
  query StateToKeep {
    accounts { id accessTokenHint webhookVerifyToken }
    webhookDeliveries(first: 1, state: [RECEIVED, FAILED]) { nodes { id } }
  }
`);
const TEST = graphql(`
  mutation TestRestoredConnection($accountId: ID!) { testConnection(input: { accountId: $accountId }) { report { ok } errors { code } } }
`);

(isEmbedded ? describe : describe.skip)('A backup of the embedded database', () => {
  let database: TestDatabase;
  let shelf: string;
  let directory: string;
  let running: ServerProcess | null = null;

  beforeEach(async () => {
    database = await createTestDatabase();
    directory = database.environment.DATA_DIR;
    shelf = mkdtempSync(join(tmpdir(), 'parley-shelf-'));
  });
  afterEach(async () => {
    await running?.kill('SIGKILL');
    running = null;
    await database.drop();
    rmSync(shelf, { recursive: true, force: true });
  });

  const backup = (path: string, more: NodeJS.ProcessEnv = {}) =>
    runCommand('backup', path, { DATA_DIR: directory, ...more });
  const restore = (path: string, into: string, more: NodeJS.ProcessEnv = {}) =>
    runCommand('restore', path, { DATA_DIR: into, ...more });

  it('is taken while messages come in, survives the loss of everything, and counts the same', async () => {
    const meta = await MetaDriver.start();
    const { server, admin, accountId } = await startServerProcess(database, meta);
    running = server;
    const pdf = aPdf(7);
    const form = new FormData();
    form.set('file', new Blob([pdf], { type: 'application/pdf' }), 'offer.pdf');
    const upload = await fetch(`${server.url}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.token}` },
      body: form,
    });
    expect(upload.status).toBe(201);
    const { id: mediaId } = (await upload.json()) as { id: string };
    const before = await admin.send(STATE);

    const acknowledged: string[] = [];
    let isOver = false;
    const load = Promise.all(
      Array.from({ length: 4 }, async (_, sender) => {
        for (let number = 0; !isOver; number += 1) {
          const text = `sender ${sender} number ${number}`;
          const message = aTextMessage(text);
          if ((await server.postWebhook(aWebhook({ messages: [message] }))) === 200) acknowledged.push(text);
        }
      }),
    );
    await eventually(
      () => acknowledged.length,
      (count) => count > 100,
    );
    const sure = [...acknowledged];
    const archive = join(shelf, 'parley.tar.gz');
    const taken = await backup(archive);
    const during = acknowledged.length - sure.length;
    isOver = true;
    await load;
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    expect(taken.stdout).toContain(`Backup written to ${archive}`);
    expect(during).toBeGreaterThan(10);
    expect(readdirSync(shelf)).toEqual(['parley.tar.gz']);

    await server.kill('SIGKILL');
    rmSync(directory, { recursive: true });
    const restored = await restore(archive, directory);
    expect([restored.code, restored.stderr]).toEqual([0, '']);
    expect(restored.stdout).toContain('counted: everything is there');

    await server.start();
    const client = new GraphqlClient(server.url);
    await client.login(ADMIN.email, ADMIN.password);
    await eventually(
      () => client.send(STATE),
      (state) => state.webhookDeliveries.nodes.length === 0,
      30_000,
    );
    const after = await client.send(STATE);
    expect(after.accounts).toEqual(before.accounts);
    expect(only(after.accounts).id).toBe(accountId);
    const { testConnection } = await client.send(TEST, { accountId });
    expect([testConnection.errors, must(testConnection.report).ok]).toEqual([[], true]); // so the secrets could be opened
    await server.kill('SIGTERM');
    const texts = new Set((await rows<{ text: string }>('SELECT text FROM messages')).map(({ text }) => text));
    expect(sure.filter((text) => !texts.has(text))).toEqual([]);
    const media = join(directory, 'media', mediaId.slice(-2), mediaId);
    expect(readFileSync(media)).toEqual(pdf);
    await meta.close();
  }, 180_000);

  it('is taken of a stopped process, with the generated key, and of one that was killed', async () => {
    writeFileSync(join(directory, 'secret.key'), randomBytes(32).toString('base64'));
    mkdirSync(join(directory, 'media', '0a'), { recursive: true });
    writeFileSync(join(directory, 'media', '0a', 'picture'), 'bytes');
    writeFileSync(join(directory, 'media', '0a', 'upload.part'), 'half');
    const archive = join(shelf, 'cold.tar.gz');
    const { code, stdout, stderr } = await backup(archive);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('1 media files');
    expect(stdout).toContain('The key that encrypts secrets is in it');
    const into = join(shelf, 'new');
    expect((await restore(archive, into)).code).toBe(0);
    expect(readFileSync(join(into, 'secret.key'))).toEqual(readFileSync(join(directory, 'secret.key')));
    expect(readdirSync(join(into, 'media', '0a'))).toEqual(['picture']);
    expect(existsSync(join(into, 'postgres', 'backup_label'))).toBe(false);
  }, 90_000);

  it.each([
    ['is cut off', (archive: string) => truncateSync(archive, 500_000)],
    ['is empty', (archive: string) => truncateSync(archive, 0)],
    ['has a changed byte', (archive: string) => flip(archive, 400_000)],
    ['is something else', (archive: string) => writeFileSync(archive, 'not an archive')],
  ])(
    'that %s is refused, and DATA_DIR stays empty',
    async (_, damage) => {
      const archive = join(shelf, 'parley.tar.gz');
      expect((await backup(archive)).code).toBe(0);
      damage(archive);
      const into = join(shelf, 'new');
      const { code, stderr } = await restore(archive, into);
      expect(code).toBe(1);
      expect(stderr).toContain(`The backup ${archive} cannot be used: `);
      expect(readdirSync(into)).toEqual(['parley.lock']);
    },
    60_000,
  );

  it('of a later version is refused, and so is a DATA_DIR that is not empty', async () => {
    await rows(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`);
    const archive = join(shelf, 'later.tar.gz');
    expect((await backup(archive)).code).toBe(0);
    const later = await restore(archive, join(shelf, 'new'));
    expect([later.code, later.stderr]).toEqual([
      1,
      'The database was migrated by a later version of Parley (FromTheFuture9999999999999): start that version or a newer one, or restore a backup from before the upgrade.\n',
    ]);
    expect(readdirSync(join(shelf, 'new'))).toEqual(['parley.lock']);
    const occupied = await restore(archive, directory);
    expect(occupied.code).toBe(1);
    expect(occupied.stderr).toMatch(
      /^DATA_DIR .+ is not empty \(.*postgres.*\), and nothing in it is overwritten: move it away/,
    );
  }, 60_000);

  it('says what to do instead, or what is wrong with the place that was named', async () => {
    const archive = join(shelf, 'parley.tar.gz');
    writeFileSync(archive, 'an older backup');
    const refusals: [string, Promise<{ code: number | null; stderr: string }>, string][] = [
      [
        'on PostgreSQL',
        backup(join(shelf, 'a'), { DATABASE_URL: 'postgres://localhost/x' }),
        'pg_dump --format=custom',
      ],
      ['into PostgreSQL', restore(archive, shelf, { DATABASE_URL: 'postgres://localhost/x' }), 'pg_restore --dbname'],
      ['over a backup', backup(archive), 'exists already, and no backup is overwritten'],
      ['into DATA_DIR', backup(join(directory, 'backup')), 'lies in DATA_DIR'],
      ['into no folder', backup(join(shelf, 'none', 'backup')), 'There is no folder'],
      ['of nothing', backup(join(shelf, 'b'), { DATA_DIR: join(shelf, 'nothing') }), 'nothing to back up'],
      ['from nothing', restore(join(shelf, 'none'), shelf), 'There is no backup'],
    ];
    for (const [name, refusal, sentence] of refusals) {
      const { code, stderr } = await refusal;
      expect({ name, code, stderr }).toEqual({ name, code: 1, stderr: expect.stringContaining(sentence) as string });
    }
    expect(readFileSync(archive, 'utf8')).toBe('an older backup');
  }, 60_000);

  /** Of the database at rest. */
  async function rows<Row>(sql: string): Promise<Row[]> {
    const engine = await EmbeddedDatabase.open({ directory, durable: false });
    const dataSource = await new DataSource(engine.connectionOptions()).initialize();
    const found = await dataSource.query<Row[]>(sql);
    await dataSource.destroy();
    await engine.close();
    return found;
  }
});

function flip(path: string, place: number): void {
  const bytes = readFileSync(path);
  bytes[place] = (bytes[place] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}
