import { ADMIN } from '../../scripts/local-server.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { allOf, eventually, must } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { MetaDriver } from '../support/world/meta.js';

const TOTAL = 1_000;
const CONNECTIONS = 32;

const STORED_TEXTS = graphql(`
  query StoredTexts($search: String, $after: String) {
    conversations(first: 50, after: $after, filter: { search: $search }) {
      nodes { messages(first: 100) { nodes { text } } } pageInfo { hasNextPage endCursor }
    }
  }
`);
const BACKLOG = graphql(`
  query WebhookBacklog { webhookDeliveries(first: 1, state: [RECEIVED]) { nodes { id } } }
`);
const EVENT_CURSOR = graphql(`
  query EventCursorOfProcess($id: ID!) { account(id: $id) { eventCursor } }
`);
const TEXTS_FROM_LOG = graphql(`
  subscription TextsFromLog($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) { __typename ... on MessageChanged { message { text } } }
  }
`);

describe('Durability', () => {
  let database: TestDatabase;
  let meta: MetaDriver;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let accountId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    meta = await MetaDriver.start();
    ({ server, admin, accountId } = await startServerProcess(database, meta));
  });

  afterAll(async () => {
    await server.kill('SIGKILL');
    await meta.close();
    await database.drop();
  });

  const postAll = async (payloads: object[]): Promise<number[]> => {
    const statuses: number[] = [];
    const queue = [...payloads];
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (let payload = queue.shift(); payload !== undefined; payload = queue.shift())
          statuses.push(await server.postWebhook(payload));
      }),
    );
    return statuses;
  };

  const storedTexts = async (search?: string, after?: string | null): Promise<(string | null)[]> => {
    const { conversations } = await admin.send(STORED_TEXTS, { search, after });
    const texts = conversations.nodes.flatMap(({ messages }) => messages.nodes.map(({ text }) => text));
    const { hasNextPage, endCursor } = conversations.pageInfo;
    return hasNextPage ? [...texts, ...(await storedTexts(search, endCursor))] : texts;
  };
  const backlogIsEmpty = () =>
    eventually(
      () => admin.send(BACKLOG),
      ({ webhookDeliveries }) => webhookDeliveries.nodes.length === 0,
      60_000,
    );

  it(`keeps ${TOTAL} acknowledged messages through kill -9, each once, also when they come twice more`, async () => {
    const payloads = Array.from({ length: TOTAL }, (_, number) =>
      aWebhook({
        messages: [aTextMessage(`message ${number}`, { from: `1650600${String(number % 40).padStart(4, '0')}` })],
        contacts: [],
      }),
    );
    const { eventCursor: after } = must((await admin.send(EVENT_CURSOR, { id: accountId })).account);
    expect(new Set(await postAll(payloads))).toEqual(new Set([200]));
    await server.kill('SIGKILL');

    await server.start();
    await backlogIsEmpty();
    const expected = Array.from({ length: TOTAL }, (_, number) => `message ${number}`).sort();
    expect((await storedTexts()).map(String).sort()).toEqual(expected);

    const shuffled = [...payloads, ...payloads].sort(() => Math.random() - 0.5);
    expect(new Set(await postAll(shuffled))).toEqual(new Set([200]));
    await backlogIsEmpty();
    expect((await storedTexts()).map(String).sort()).toEqual(expected);

    const live = admin.subscribe(TEXTS_FROM_LOG, { id: accountId, after });
    await live.until(
      ({ events }) => allOf(events, 'MessageChanged').length >= TOTAL,
      'every message from the log',
      30_000,
    );
    const told = allOf(live.events, 'MessageChanged').map(({ message }) => message.text);
    expect(told.map(String).sort()).toEqual(expected);
    await live.close();
  }, 180_000);

  it('loses nothing that was acknowledged while it is killed in the middle', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const killed: Promise<number | null>[] = [];
      await Promise.all(
        Array.from({ length: 16 }, async (_, worker) => {
          for (let number = 0; killed.length === 0; number += 1) {
            const text = `round ${round} worker ${worker} number ${number}`;
            const message = aWebhook({
              messages: [aTextMessage(text, { from: `165070${round}${String(worker).padStart(4, '0')}` })],
              contacts: [],
            });
            const status = await server.postWebhook(message).catch(() => null);
            if (status !== 200) continue;
            acknowledged.push(text);
            // in the middle of the load, at the moment of an acknowledgement
            if (acknowledged.length >= (round + 1) * 40 && killed.length === 0) killed.push(server.kill('SIGKILL'));
          }
        }),
      );
      await Promise.all(killed);
      await server.start();
    }
    await backlogIsEmpty();
    const stored = new Set(
      (await Promise.all(['1650700', '1650701', '1650702'].map((search) => storedTexts(search)))).flat(),
    );
    const shown = acknowledged.filter((text) => Number(text.split(' ').at(-1)) < 100); // a page has no more
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.filter((text) => !stored.has(text))).toEqual([]);
  }, 120_000);

  it('logs no secret and no message text', () => {
    const output = server.output.join('');
    for (const word of [DEMO.appSecret, DEMO.accessToken, ADMIN.password, 'message 1', 'worker 1'])
      expect(output).not.toContain(word);
  });
});
