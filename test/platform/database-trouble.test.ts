import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import { graphql } from '../generated/gql.js';
import type { WebhookDeliveryState } from '../generated/graphql.js';
import { allOf, eventually, must, pause } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { Answer } from '../support/graphql/graphql-client.js';
import { createTestDatabase, isEmbedded, testServerUrl, type TestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const DELIVERIES = graphql(`
  query DeliveriesInTrouble($state: [WebhookDeliveryState!]) {
    webhookDeliveries(first: 100, state: $state) { nodes { id } }
  }
`);
const ACCOUNTS = graphql(`
  query AccountsInTrouble { accounts { id } }
`);
const ACCOUNT = graphql(`
  query AccountInTrouble($id: ID!) { account(id: $id) { id } }
`);
const LOGOUT = graphql(`
  mutation LogoutInTrouble { logout { errors { code } } }
`);
const TEXTS = graphql(`
  subscription TextsInTrouble($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) { __typename ... on MessageChanged { message { text } } }
  }
`);
const SEND = graphql(`
  mutation SendInTrouble($input: SendMessageInput!) {
    sendMessage(input: $input) { message { id } errors { code } }
  }
`);

/** PostgreSQL ends all connections again and again, as in a restart or a failover. */
(isEmbedded ? describe.skip : describe)('Trouble with the database', () => {
  let database: TestDatabase;
  let world: TestWorld;
  let saboteur: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await TestWorld.start({ database });
    world.app.useLogger(false); // every cut is logged, and there are many
    saboteur = new pg.Client({ connectionString: testServerUrl });
    await saboteur.connect();
  });

  afterEach(() => letIn());
  afterAll(async () => {
    await saboteur.end();
    await world.close();
    await database.drop();
  });

  const name = () => new URL(must(database.environment.DATABASE_URL)).pathname.slice(1);
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
  const deliveries = async (state: WebhookDeliveryState): Promise<unknown[] | undefined> => {
    const { data, errors } = await world.admin.request(DELIVERIES, { state: [state] });
    for (const { extensions } of errors) expect(extensions.code).toBe('SERVICE_UNAVAILABLE');
    return data?.webhookDeliveries.nodes;
  };

  const post = (text: string) => world.webhooks.post(aWebhook({ messages: [aTextMessage(text)] }));

  /** Read over a connection of its own, which no cut meets. */
  const storedTexts = async (): Promise<string[]> => {
    const witness = new pg.Client({ connectionString: database.environment.DATABASE_URL });
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
      // A machine that has much else to do takes longer until enough was stored between the cuts.
      for (let round = 0; round < 12 || acknowledged.length <= 50; round += 1) {
        await pause(120);
        await cutAll();
      }
      isOver = true;
    })();
    await Promise.all(
      Array.from({ length: 12 }, async (_, worker) => {
        for (let number = 0; !isOver; number += 1) {
          const text = `worker ${worker} number ${number}`;
          const { status } = await post(text);
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
    const requests = [
      () => world.admin.request(ACCOUNTS),
      () => world.admin.request(ACCOUNT, { id: randomUUID() }),
      () => world.admin.request(LOGOUT),
    ];
    for (const request of requests) {
      const { status, errors } = await eventually<Answer<unknown>>(request, (answer) => answer.errors.length > 0);
      expect({ status, codes: errors.map(({ extensions }) => extensions) }).toEqual({
        status: 503,
        codes: [{ code: 'SERVICE_UNAVAILABLE' }],
      });
    }
    const upload = await world.http
      .post('/media')
      .set('authorization', `Bearer ${world.admin.token}`)
      .attach('file', Buffer.from('Hello'), { filename: 'hello.txt', contentType: 'text/plain' });
    expect({ status: upload.status, after: upload.headers['retry-after'] }).toEqual({ status: 503, after: '1' });
    expect(upload.body).toMatchObject({ errors: [{ code: 'SERVICE_UNAVAILABLE' }] });
    await post('meanwhile').expect(503);

    await letIn();
    await eventually(
      () => world.admin.request(ACCOUNTS),
      ({ status, data }) => status === 200 && must(data).accounts.length > 0,
    );
  });

  it('asks live clients to come back while the database cannot be reached, and they do by themselves', async () => {
    const socket = {
      url: `${world.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${world.admin.token}` },
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
    const variables = { id: world.account.id };
    const steady = world.admin.subscribe(TEXTS, { ...variables, after: await world.accounts.eventCursor() });
    const steadyTexts = () => allOf(steady.events, 'MessageChanged').map(({ message }) => message.text);
    await post('before').expect(200);
    await steady.until(() => steadyTexts().includes('before'), 'a message');
    await shutOut();
    const fresh = createClient({
      ...socket,
      on: { closed: (event) => codes.fresh.push((event as { code: number }).code) },
    });
    const seen = [open, fresh].map((client) => {
      const events: string[] = [];
      const next = ({ data }: { data?: unknown }): unknown => events.push(JSON.stringify(data));
      client.subscribe(
        { query: TEXTS.toString(), variables },
        { next, error: (error) => events.push(String(error)), complete: () => undefined },
      );
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
      async () => (await post(`back again ${(number += 1)}`)).status,
      () => seen.every((events) => events.some((event) => event.includes('back again'))),
    );
    expect(seen.flat().filter((event) => !event.startsWith('{'))).toEqual([]);
    await steady.until(() => steadyTexts().some((text) => text?.startsWith('back')), 'a message');
    expect(steady.closed).toBeNull();
    await Promise.all([open.dispose(), fresh.dispose(), steady.close()]);
  });

  it('sends what was accepted, once, although the connections are cut meanwhile', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    const accepted: string[] = [];
    for (let number = 0; number < 40; number += 1) {
      const input = {
        idempotencyKey: `trouble ${number}`,
        conversationId: conversation.id,
        content: { text: { body: `answer ${number}` } },
      };
      if (number % 2 === 0) await cutAll();
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const { data } = await world.admin.request(SEND, { input });
        if (data?.sendMessage.message != null) break;
        await pause(50);
      }
      accepted.push(`answer ${number}`);
    }
    const got = () => world.customers.got(customer).map(({ text }) => text);
    await eventually(got, (texts) => texts.length >= accepted.length, 60_000).catch(() => undefined);
    expect(new Set(got()).size).toBe(got().length);
    expect(got()).toEqual(accepted);
  }, 90_000);
});
