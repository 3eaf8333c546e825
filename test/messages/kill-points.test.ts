/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import pg from 'pg';
import { lockUntilCommit } from '../../src/common/database/advisory-locks.js';
import { DEMO, populateDemoWorld } from '../../src/simulator/demo-world.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { SEND } from '../support/legacy/desk.js';
import { eventually, type GraphqlClient } from '../support/legacy/graphql-client.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { ADMIN } from '../../scripts/local-server.js';
import { createTestDatabase, isEmbedded, type TestDatabase } from '../support/test-database.js';

/**
 * A real process is stopped at a certain point of a send by a lock that another session holds on what it needs next, and
 * killed there. Only a database server lets others hold locks.
 */
(isEmbedded ? describe.skip : describe)('A worker killed in the middle of a send', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let accountId = '';
  let conversationId = '';
  let watcher: pg.Client;
  let keys = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startSimulator(0);
    populateDemoWorld(simulator.world);
    Object.assign(simulator.world.settings, { sentAfterMs: 50, deliveredAfterMs: 100, enforceRateLimits: false });
    ({ server, admin, accountId } = await startServerProcess(database, simulator));
    await admin.send('mutation ($id: ID!) { subscribeWebhooks(input: { accountId: $id }) { errors { code } } }', {
      id: accountId,
    });
    watcher = await session();
    const customer = simulator.world.ensureCustomer('16505557001');
    const phone = simulator.world.phones.get(DEMO.phoneNumberId)!;
    simulator.conversations.write(phone, customer, 'text', { body: 'Hello' });
    const { conversations } = await eventually(
      () => admin.send('{ conversations { nodes { id } } }'),
      (found) => found.conversations.nodes.length === 1,
    );
    conversationId = conversations.nodes[0].id;
  }, 60_000);

  afterAll(async () => {
    await watcher.end();
    await server.kill('SIGKILL');
    await simulator.close();
    await database.drop();
  });

  const session = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database.environment.DATABASE_URL });
    await client.connect();
    return client;
  };
  const send = async (): Promise<string> => {
    keys += 1;
    const input = { idempotencyKey: `key-${keys}`, conversationId, content: { text: { body: `Message ${keys}` } } };
    return (await admin.send(SEND, { input })).sendMessage.message.id;
  };
  const statusOf = async (id: string): Promise<string> =>
    (await watcher.query('SELECT status FROM messages WHERE id = $1', [id])).rows[0].status;
  const until = (id: string, wanted: string): Promise<string> =>
    eventually(
      () => statusOf(id),
      (status) => status === wanted,
      20_000,
    );
  const copies = (id: string): number =>
    simulator.world.messages.filter(({ direction, callbackData }) => direction === 'OUT' && callbackData === id).length;
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
      `UPDATE messages SET lease_until = now() - interval '1 second' WHERE id = $1 AND status = 'SENDING'`,
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
    const { retryMessage } = await admin.send(
      'mutation ($id: ID!) { retryMessage(input: { messageId: $id }) { message { id } errors { code } } }',
      { id },
    );
    await until(retryMessage.message.id, 'DELIVERED');
    expect(copies(retryMessage.message.id)).toBe(1);
  }, 60_000);

  it('after the request left: Meta tells by webhook, and it is sent once', async () => {
    simulator.world.settings.latencyMs = 1_500;
    const before = simulator.world.messages.length;
    const id = await send();
    await until(id, 'SENDING');
    await new Promise((resolve) => setTimeout(resolve, 500)); // it is at Meta, which has not answered yet
    await server.kill('SIGKILL');
    expect(simulator.world.messages).toHaveLength(before);
    simulator.world.settings.latencyMs = 0;
    await server.start();
    await admin.login(ADMIN.email, ADMIN.password);
    await until(id, 'DELIVERED');
    await expire(id);
    expect(copies(id)).toBe(1);
  }, 60_000);

  it('after the answer, before it is written down: Meta tells by webhook, and it is sent once', async () => {
    simulator.world.settings.latencyMs = 800;
    const id = await send();
    await until(id, 'SENDING');
    const holder = await session();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM messages WHERE id = $1 FOR UPDATE', [id]);
    await waitsFor(holder);
    expect(copies(id)).toBe(1);
    simulator.world.settings.latencyMs = 0;
    await killAndRelease(holder);
    await until(id, 'DELIVERED');
    expect(copies(id)).toBe(1);
  }, 60_000);

  it('before the commit of what it wrote down: Meta tells by webhook, and it is sent once', async () => {
    simulator.world.settings.latencyMs = 800;
    const id = await send();
    await until(id, 'SENDING');
    const holder = await session();
    await holder.query('BEGIN');
    // held, it stops whoever commits just before the commit
    await holder.query(`SELECT ${lockUntilCommit('eventAppend', '$1')}`, [accountId]);
    await waitsFor(holder);
    expect(copies(id)).toBe(1);
    expect(await statusOf(id)).toBe('SENDING');
    simulator.world.settings.latencyMs = 0;
    await killAndRelease(holder);
    await until(id, 'DELIVERED');
    expect(copies(id)).toBe(1);
  }, 60_000);

  /** Taken, and held before it asks to whom the message goes. */
  async function heldAfterTaking(holder: pg.Client): Promise<string> {
    const pause = await session();
    await pause.query('BEGIN');
    await pause.query('LOCK TABLE token_buckets IN ACCESS EXCLUSIVE MODE');
    const id = await send();
    await waitsFor(pause);
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE');
    await pause.query('ROLLBACK');
    await pause.end();
    await until(id, 'SENDING');
    await waitsFor(holder);
    return id;
  }
});

function processOf(client: pg.Client): number {
  return (client as unknown as { processID: number }).processID;
}
