import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ADMIN } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aPdf } from '../support/factories/files.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { postgresPrograms } from '../support/replicated-database.js';
import { runCommand, runParley, startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';

const STATE = graphql(`
  query StateRestoredToPostgres {
    accounts { id accessTokenHint webhookVerifyToken }
    webhookDeliveries(first: 1, state: [RECEIVED, FAILED]) { nodes { id } }
  }
`);
const TEST = graphql(`
  mutation TestConnectionOnPostgres($accountId: ID!) { testConnection(input: { accountId: $accountId }) { report { ok } errors { code } } }
`);
const LINK = graphql(`
  query LinkToRestoredFile($id: ID!) { node(id: $id) { __typename ... on Media { url } } }
`);

const programs = postgresPrograms();

(isEmbedded || programs === null ? describe.skip : describe)('A backup of PostgreSQL', () => {
  let database: TestDatabase;
  let shelf: string;
  let meta: MetaDriver;
  const running: ServerProcess[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    shelf = mkdtempSync(join(tmpdir(), 'parley-shelf-'));
    meta = await MetaDriver.start();
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.kill('SIGKILL');
    await meta.close();
    await database.drop();
    rmSync(shelf, { recursive: true, force: true });
  });

  /** What `npx parley backup` says is to be done on PostgreSQL, done by a shell. */
  const commandOf = async (program: 'pg_dump' | 'pg_restore'): Promise<string> => {
    const { stderr } = await runCommand('backup', shelf, { ...database.environment });
    return must(new RegExp(`^ +(${program} .*)$`, 'm').exec(stderr)?.[1], stderr);
  };
  const shell = (command: string, DATABASE_URL: string | undefined) =>
    promisify(execFile)('sh', ['-c', command], {
      cwd: shelf,
      env: { PATH: `${must(programs)}:${process.env.PATH}`, DATABASE_URL },
    });
  const rows = async <Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const media = (): string => join(database.environment.DATA_DIR, 'media');
  const loseEverything = async (url: string): Promise<void> => {
    const name = new URL(url).pathname.slice(1);
    const elsewhere = new URL('/postgres', url).href;
    await rows(elsewhere, `DROP DATABASE ${name} WITH (FORCE)`);
    await rows(elsewhere, `CREATE DATABASE ${name}`);
    rmSync(database.environment.DATA_DIR, { recursive: true });
  };

  it('is taken by the commands that are told while messages come in, and everything is there after the loss of all', async () => {
    const { server, admin, accountId } = await startServerProcess(database, meta);
    running.push(server);
    const pdf = aPdf(7);
    const form = new FormData();
    form.set('file', new Blob([pdf], { type: 'application/pdf' }), 'offer.pdf');
    const headers = { authorization: `Bearer ${admin.token}` };
    const upload = await fetch(`${server.url}/media`, { method: 'POST', headers, body: form });
    expect(upload.status).toBe(201);
    const { id: mediaId } = (await upload.json()) as { id: string };
    const before = await admin.send(STATE);

    const acknowledged: string[] = [];
    let isOver = false;
    const load = Promise.all(
      Array.from({ length: 4 }, async (_, sender) => {
        for (let number = 0; !isOver; number += 1) {
          const text = `sender ${sender} number ${number}`;
          if ((await server.postWebhook(aWebhook({ messages: [aTextMessage(text)] }))) === 200) acknowledged.push(text);
        }
      }),
    );
    await eventually(
      () => acknowledged.length,
      (count) => count > 100,
    );
    const sure = [...acknowledged];
    await shell(await commandOf('pg_dump'), database.environment.DATABASE_URL);
    cpSync(media(), join(shelf, 'media'), { recursive: true });
    isOver = true;
    await load;
    expect(acknowledged.length).toBeGreaterThan(sure.length);

    await server.kill('SIGKILL');
    const restore = await commandOf('pg_restore');
    const url = must(database.environment.DATABASE_URL);
    await loseEverything(url);
    cpSync(join(shelf, 'media'), media(), { recursive: true });
    expect(await shell(restore, url)).toMatchObject({ stderr: '' });

    await server.start();
    const client = new GraphqlClient(server.url);
    await client.login(ADMIN.email, ADMIN.password);
    const after = await eventually(
      () => client.send(STATE),
      (state) => state.webhookDeliveries.nodes.length === 0,
      30_000,
    );
    expect(after.accounts).toEqual(before.accounts);
    expect(only(after.accounts).id).toBe(accountId);
    const { testConnection } = await client.send(TEST, { accountId });
    expect([testConnection.errors, must(testConnection.report).ok]).toEqual([[], true]); // so the secrets could be opened
    const texts = new Set((await rows<{ text: string }>(url, 'SELECT text FROM messages')).map(({ text }) => text));
    expect(sure.filter((text) => !texts.has(text))).toEqual([]);
    const { node } = await client.send(LINK, { id: mediaId });
    const file = await fetch(must(node?.__typename === 'Media' ? node.url : null, 'a link'));
    expect(Buffer.from(await file.arrayBuffer())).toEqual(pdf);
    expect(await server.postWebhook(aWebhook({ messages: [aTextMessage('after it')] }))).toBe(200);
    await eventually(
      () => rows(url, `SELECT FROM messages WHERE text = 'after it'`),
      (found) => found.length === 1,
    );
    expect(await runParley(['check-inbox'], server.environment)).toMatchObject({ code: 0 });
  }, 180_000);
});
