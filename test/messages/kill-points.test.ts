import pg from 'pg';
import { lockUntilCommit } from '../../src/common/database/advisory-locks.js';
import { ADMIN } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';

const CONVERSATIONS = graphql(`
  query ConversationsOfProcess { conversations { nodes { id } } }
`);
const SEND = graphql(`
  mutation SendThroughProcess($input: SendMessageInput!) {
    sendMessage(input: $input) { message { id } errors { ...Problem } }
  }
`);
const RETRY = graphql(`
  mutation RetryThroughProcess($id: ID!) { retryMessage(input: { messageId: $id }) { message { id } errors { code } } }
`);

/**
 * A real process is stopped at a certain point of a send by a lock that another session holds on what it needs next, and
 * killed there. Only a database server lets others hold locks.
 */
(isEmbedded ? describe.skip : describe)('A worker killed in the middle of a send', () => {
  let database: TestDatabase;
  let meta: MetaDriver;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let accountId = '';
  let conversationId = '';
  let watcher: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    meta = await MetaDriver.start();
    meta.behave({ sentAfterMs: 50, deliveredAfterMs: 100 });
    ({ server, admin, accountId } = await startServerProcess(database, meta));
    watcher = await session();
    meta.simulator.conversations.write(meta.phone, meta.world.ensureCustomer('16505557001'), 'text', { body: 'Hello' });
    const { conversations } = await eventually(
      () => admin.send(CONVERSATIONS),
      (found) => found.conversations.nodes.length === 1,
    );
    conversationId = only(conversations.nodes).id;
  }, 60_000);

  afterAll(async () => {
    await watcher.end();
    await server.kill('SIGKILL');
    await meta.close();
    await database.drop();
  });

  const session = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database.environment.DATABASE_URL });
    await client.connect();
    return client;
  };
  const send = async (): Promise<string> => {
    const key = aKey('message');
    const input = { idempotencyKey: key, conversationId, content: { text: { body: `This is ${key}` } } };
    return must((await admin.send(SEND, { input })).sendMessage.message).id;
  };
  const statusOf = async (id: string): Promise<string> =>
    only((await watcher.query<{ status: string }>('SELECT status FROM messages WHERE id = $1', [id])).rows).status;
  const until = (id: string, wanted: string): Promise<string> =>
    eventually(
      () => statusOf(id),
      (status) => status === wanted,
      40_000,
    );
  const copies = (id: string): number =>
    meta.world.messages.filter(({ direction, callbackData }) => direction === 'OUT' && callbackData === id).length;
  /** Somebody of the server waits for the lock that `holder` has. */
  const waitsFor = (holder: pg.Client): Promise<unknown> =>
    eventually(
      async () =>
        (await watcher.query('SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [processOf(holder)]))
          .rowCount,
      (count) => (count ?? 0) > 0,
    );
  const killAndRelease = async (holder: pg.Client): Promise<void> => {
    await server.kill('SIGKILL');
    await holder.query('ROLLBACK');
    await holder.end();
    await server.start();
    await admin.login(ADMIN.email, ADMIN.password);
  };
  /** As if the lease had run out. */
  const expire = (id: string): Promise<unknown> =>
    watcher.query(
      `UPDATE outgoing_jobs SET lease_until = now() - interval '1 second' WHERE message_id = $1 AND state = 'SENDING'`,
      [id],
    );

  it('before it takes the message: it is sent afterwards, once', async () => {
    const holder = await session();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE token_buckets IN ACCESS EXCLUSIVE MODE');
    const id = await send();
    await waitsFor(holder);
    expect(await statusOf(id)).toBe('QUEUED');
    await killAndRelease(holder);
    await until(id, 'DELIVERED');
    expect(copies(id)).toBe(1);
  }, 60_000);

  it('after it took the message: nobody knows, so it is UNCONFIRMED, and a person may send it again', async () => {
    const holder = await session();
    const id = await heldAfterTaking(holder);
    await killAndRelease(holder);
    expect(await statusOf(id)).toBe('SENDING');
    await expire(id);
    await until(id, 'UNCONFIRMED');
    expect(copies(id)).toBe(0);
    const again = must((await admin.send(RETRY, { id })).retryMessage.message);
    await until(again.id, 'DELIVERED');
    expect(copies(again.id)).toBe(1);
  }, 60_000);

  it('after the request left: Meta tells by webhook, and it is sent once', async () => {
    meta.behave({ latencyMs: 4_000 });
    const before = meta.world.messages.length;
    const id = await send();
    await eventually(
      () => meta.world.delayed.filter((url) => url.includes('/messages')),
      (urls) => urls.length === 1, // it is at Meta, which has not answered yet
    );
    await server.kill('SIGKILL');
    expect(meta.world.messages).toHaveLength(before);
    meta.behave({ latencyMs: 0 });
    await server.start();
    await admin.login(ADMIN.email, ADMIN.password);
    await until(id, 'DELIVERED');
    await expire(id);
    expect(copies(id)).toBe(1);
  }, 60_000);

  it('after the answer, before it is written down: Meta tells by webhook, and it is sent once', async () => {
    meta.behave({ latencyMs: 800 });
    const id = await send();
    await until(id, 'SENDING');
    const holder = await session();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM messages WHERE id = $1 FOR UPDATE', [id]);
    await waitsFor(holder);
    expect(copies(id)).toBe(1);
    meta.behave({ latencyMs: 0 });
    await killAndRelease(holder);
    await until(id, 'DELIVERED');
    expect(copies(id)).toBe(1);
  }, 60_000);

  it('before the commit of what it wrote down: Meta tells by webhook, and it is sent once', async () => {
    meta.behave({ latencyMs: 800 });
    const id = await send();
    await until(id, 'SENDING');
    const holder = await session();
    await holder.query('BEGIN');
    // held, it stops whoever commits just before the commit
    await holder.query(`SELECT ${lockUntilCommit('eventAppend', '$1')}`, [accountId]);
    await waitsFor(holder);
    expect(copies(id)).toBe(1);
    expect(await statusOf(id)).toBe('SENDING');
    meta.behave({ latencyMs: 0 });
    await killAndRelease(holder);
    await until(id, 'DELIVERED');
    expect(copies(id)).toBe(1);
  }, 60_000);

  /** Taken, and held before it asks to whom the message goes. */
  async function heldAfterTaking(holder: pg.Client): Promise<string> {
    const holdUp = await session();
    await holdUp.query('BEGIN');
    await holdUp.query('LOCK TABLE token_buckets IN ACCESS EXCLUSIVE MODE');
    const id = await send();
    await waitsFor(holdUp);
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE');
    await holdUp.query('ROLLBACK');
    await holdUp.end();
    await until(id, 'SENDING');
    await waitsFor(holder);
    return id;
  }
});

function processOf(client: pg.Client): number {
  return (client as unknown as { processID: number }).processID;
}
