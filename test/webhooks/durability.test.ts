import { DEMO, populateDemoWorld } from '../../src/simulator/demo-world.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { eventually, type GraphqlClient } from '../support/legacy/graphql-client.js';
import { startServerProcess, type ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ADMIN } from '../../scripts/local-server.js';
import { post, textMessage, webhook } from '../support/legacy/webhooks.js';

const TOTAL = 1_000;
const CONNECTIONS = 32;

describe('Durability', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let accountId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await startSimulator(0);
    populateDemoWorld(simulator.world);
    ({ server, admin, accountId } = await startServerProcess(database, simulator));
  });

  afterAll(async () => {
    await server.kill('SIGKILL');
    await simulator.close();
    await database.drop();
  });

  const postAll = async (payloads: object[]): Promise<number[]> => {
    const statuses: number[] = [];
    const queue = [...payloads];
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (let payload = queue.shift(); payload !== undefined; payload = queue.shift())
          statuses.push((await post(server.url, payload)).status);
      }),
    );
    return statuses;
  };

  const COUNT = `query ($after: String) { conversations(first: 50, after: $after) { nodes { messages(first: 100) { nodes { text } } } pageInfo { hasNextPage endCursor } } }`;
  const storedTexts = async (): Promise<string[]> => {
    const texts: string[] = [];
    let after: string | null = null;
    do {
      const {
        conversations,
      }: {
        conversations: {
          nodes: { messages: { nodes: { text: string }[] } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await admin.send(COUNT, { after });
      texts.push(...conversations.nodes.flatMap((node) => node.messages.nodes.map(({ text }) => text)));
      after = conversations.pageInfo.hasNextPage ? conversations.pageInfo.endCursor : null;
    } while (after !== null);
    return texts;
  };
  const backlogIsEmpty = () =>
    eventually(
      () => admin.send('{ webhookDeliveries(first: 1, state: [RECEIVED]) { nodes { id } } }'),
      ({ webhookDeliveries }) => webhookDeliveries.nodes.length === 0,
      60_000,
    );

  it(`keeps ${TOTAL} acknowledged messages through kill -9, each once, also when they come twice more`, async () => {
    const payloads = Array.from({ length: TOTAL }, (_, number) =>
      webhook({
        messages: [textMessage(`message ${number}`, { from: `1650600${String(number % 40).padStart(4, '0')}` })],
        contacts: [],
      }),
    );
    const { account: before } = await admin.send('query ($id: ID!) { account(id: $id) { eventCursor } }', {
      id: accountId,
    });
    expect(new Set(await postAll(payloads))).toEqual(new Set([200]));
    await server.kill('SIGKILL');

    await server.start();
    await backlogIsEmpty();
    const expected = Array.from({ length: TOTAL }, (_, number) => `message ${number}`).sort();
    expect((await storedTexts()).sort()).toEqual(expected);

    const shuffled = [...payloads, ...payloads].sort(() => Math.random() - 0.5);
    expect(new Set(await postAll(shuffled))).toEqual(new Set([200]));
    await backlogIsEmpty();
    expect((await storedTexts()).sort()).toEqual(expected);

    const live = admin.subscribe(
      'subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { ... on MessageChanged { message { text } } } }',
      { id: accountId, after: before.eventCursor },
      server.url,
    );
    await live.until(
      ({ events }) => events.filter((event) => event.message !== undefined).length >= TOTAL,
      'every message from the log',
      30_000,
    );
    expect(
      live.events
        .filter((event) => event.message !== undefined)
        .map((event): string => event.message.text)
        .sort(),
    ).toEqual(expected);
    await live.close();
  }, 180_000);

  it('loses nothing that was acknowledged while it is killed in the middle', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      let isKilled = false;
      const writing = Promise.all(
        Array.from({ length: 16 }, async (_, worker) => {
          for (let number = 0; !isKilled; number += 1) {
            const text = `round ${round} worker ${worker} number ${number}`;
            const message = webhook({
              messages: [textMessage(text, { from: `165070${round}${String(worker).padStart(4, '0')}` })],
              contacts: [],
            });
            const response = await post(server.url, message).catch(() => null);
            if (response?.status === 200) acknowledged.push(text);
          }
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 1_000 + round * 300));
      await server.kill('SIGKILL');
      isKilled = true;
      await writing;
      await server.start();
    }
    await backlogIsEmpty();
    const stored = new Set<string>();
    for (const round of [0, 1, 2]) {
      const { conversations } = await admin.send(
        'query ($search: String) { conversations(first: 20, filter: { search: $search }) { nodes { messages(first: 100) { nodes { text } } } } }',
        { search: `165070${round}` },
      );
      for (const { messages } of conversations.nodes) for (const { text } of messages.nodes) stored.add(text);
    }
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
