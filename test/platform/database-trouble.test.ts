/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import { DEMO } from '../../src/simulator/demo-world.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { connectAccount, startTestApp, type TestApp } from '../support/legacy/test-app.js';
import { createTestDatabase, isEmbedded, testServerUrl, type TestDatabase } from '../support/test-database.js';
import { DELIVERIES } from '../support/legacy/received.js';
import { post, textMessage, webhook } from '../support/legacy/webhooks.js';

/** PostgreSQL ends all connections again and again, as in a restart or a failover. */
(isEmbedded ? describe.skip : describe)('Trouble with the database', () => {
  let database: TestDatabase;
  let test: TestApp;
  let saboteur: pg.Client;
  let accountId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    test = await startTestApp({ database });
    test.app.useLogger(false); // every cut is logged, and there are many
    accountId = (await connectAccount(test)).id;
    saboteur = new pg.Client({ connectionString: testServerUrl });
    await saboteur.connect();
  });

  afterEach(() => letIn());
  afterAll(async () => {
    await saboteur.end();
    await test.close();
    await database.drop();
  });

  const name = () => new URL(database.environment.DATABASE_URL!).pathname.slice(1);
  const cutAll = () =>
    saboteur.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name()]);

  /** As when the server has gone, until `letIn`. */
  const shutOut = async (): Promise<void> => {
    await saboteur.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS false`);
    await eventually(
      async () => (await cutAll()).rowCount,
      (left) => left === 0,
    );
  };
  const letIn = () => saboteur.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS true`);

  /** Undefined when the last cut met this very question: a client asks again then. */
  const deliveries = async (state: string): Promise<unknown[] | undefined> => {
    const { data, errors } = await test.admin.request(DELIVERIES, { state: [state] });
    for (const { extensions } of errors) expect(extensions.code).toBe('SERVICE_UNAVAILABLE');
    return data?.webhookDeliveries.nodes;
  };

  /** Read over a connection of its own, which no cut meets. */
  const storedTexts = async (): Promise<string[]> => {
    const witness = new pg.Client({ connectionString: database.environment.DATABASE_URL! });
    await witness.connect();
    const { rows } = await witness.query<{ text: string }>('SELECT text FROM messages');
    await witness.end();
    return rows.map(({ text }) => text);
  };

  it('loses no webhook that was answered 200, answers 503 otherwise, and goes on by itself', async () => {
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    let isOver = false;
    const sabotage = (async () => {
      for (let round = 0; round < 12; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 120));
        await cutAll();
      }
      isOver = true;
    })();
    await Promise.all(
      Array.from({ length: 12 }, async (_, worker) => {
        for (let number = 0; !isOver; number += 1) {
          const text = `worker ${worker} number ${number}`;
          const { status } = await post(test.url, webhook({ messages: [textMessage(text)] }));
          statuses.add(status);
          if (status === 200) acknowledged.push(text);
        }
      }),
    );
    await sabotage;
    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
    expect(acknowledged.length).toBeGreaterThan(50);
    await eventually(
      () => deliveries('RECEIVED'),
      (found) => found?.length === 0,
      30_000,
    );
    expect(
      await eventually(
        () => deliveries('FAILED'),
        (found) => found !== undefined,
      ),
    ).toEqual([]);
    const stored = new Set(await storedTexts());
    expect(acknowledged.filter((text) => !stored.has(text))).toEqual([]);
  });

  it('says 503 and what to do while the database cannot be reached, and goes on by itself', async () => {
    await shutOut();
    for (const document of [
      '{ accounts { id } }',
      `{ account(id: "${randomUUID()}") { id } }`,
      'mutation { logout { errors { code } } }',
    ]) {
      const { status, errors } = await eventually(
        () => test.admin.request(document),
        (answer) => answer.errors.length > 0,
      );
      expect({ status, codes: errors.map(({ extensions }) => extensions) }).toEqual({
        status: 503,
        codes: [{ code: 'SERVICE_UNAVAILABLE' }],
      });
    }
    const file = new FormData();
    file.append('file', new Blob(['Hello']), 'hello.txt');
    const upload = await fetch(`${test.url}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${test.admin.token}` },
      body: file,
    });
    expect({ status: upload.status, after: upload.headers.get('retry-after') }).toEqual({ status: 503, after: '1' });
    expect(await upload.json()).toMatchObject({ errors: [{ code: 'SERVICE_UNAVAILABLE' }] });
    expect((await post(test.url, webhook({ messages: [textMessage('meanwhile')] }))).status).toBe(503);

    await letIn();
    await eventually(
      () => test.admin.request('{ accounts { id } }'),
      ({ status, data }) => status === 200 && data.accounts.length > 0,
    );
  });

  it('asks live clients to come back while the database cannot be reached, and they do by themselves', async () => {
    const socket = {
      url: `${test.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${test.admin.token}` },
      retryAttempts: 1_000,
      retryWait: () => new Promise<void>((resolve) => setTimeout(resolve, 50)),
    };
    const codes = { open: [] as number[], fresh: [] as number[] };
    let isOpen = false;
    const open = createClient({
      ...socket,
      lazy: false,
      on: {
        connected: () => (isOpen = true),
        closed: (event) => codes.open.push((event as { code: number }).code),
      },
    });
    await eventually(
      async () => isOpen,
      (yes) => yes,
    );
    const query = `subscription { inboxEvents(accountId: "${accountId}") { ... on MessageChanged { message { text } } } }`;
    const steady = test.admin.subscribe(query);
    await post(test.url, webhook({ messages: [textMessage('before')] }));
    await steady.until(({ events }) => events.some((event) => event.message?.text === 'before'), 'a message');
    await shutOut();
    const fresh = createClient({
      ...socket,
      on: { closed: (event) => codes.fresh.push((event as { code: number }).code) },
    });
    const seen = [open, fresh].map((client) => {
      const events: string[] = [];
      const next = ({ data }: { data?: unknown }): unknown => events.push(JSON.stringify(data));
      client.subscribe({ query }, { next, error: (error) => events.push(String(error)), complete: () => undefined });
      return events;
    });
    await eventually(
      async () => codes,
      () => codes.open.length > 0 && codes.fresh.length > 0,
    );
    expect(new Set([...codes.open, ...codes.fresh])).toEqual(new Set([1013]));
    await letIn();
    let number = 0;
    await eventually(
      () => post(test.url, webhook({ messages: [textMessage(`back again ${(number += 1)}`)] })),
      () => seen.every((events) => events.some((event) => event.includes('back again'))),
    );
    expect(seen.flat().filter((event) => !event.startsWith('{'))).toEqual([]);
    await steady.until(({ events }) => events.some((event) => event.message?.text?.startsWith('back')), 'a message');
    expect(steady.closed).toBeNull();
    await Promise.all([open.dispose(), fresh.dispose(), steady.close()]);
  });

  it('sends what was accepted, once, although the connections are cut meanwhile', async () => {
    const phone = test.simulator.world.phones.get(DEMO.phoneNumberId)!;
    const customer = test.simulator.world.ensureCustomer('16505550042');
    test.simulator.conversations.write(phone, customer, 'text', { body: 'Hello' });
    const { conversations } = await eventually(
      () => test.admin.send('{ conversations(filter: { search: "16505550042" }) { nodes { id } } }'),
      (found) => found.conversations.nodes.length === 1,
    );
    const SEND =
      'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { code } } }';
    const accepted: string[] = [];
    for (let number = 0; number < 40; number += 1) {
      const input = {
        idempotencyKey: `trouble ${number}`,
        conversationId: conversations.nodes[0].id,
        content: { text: { body: `answer ${number}` } },
      };
      if (number % 2 === 0) await cutAll();
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const { data } = await test.admin.request(SEND, { input });
        if (data?.sendMessage?.message != null) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      accepted.push(`answer ${number}`);
    }
    const got = () =>
      test.simulator.world.messages
        .filter(({ direction, customerUserId }) => direction === 'OUT' && customerUserId === customer.userId)
        .map(({ text }) => text);
    await eventually(
      async () => got(),
      (texts) => texts.length >= accepted.length,
      60_000,
    ).catch(() => undefined);
    expect(new Set(got()).size).toBe(got().length);
    expect(got()).toEqual(accepted);
  }, 90_000);
});
