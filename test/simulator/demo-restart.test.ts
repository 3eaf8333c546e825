import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN, freePortPair } from '../../scripts/local-server.js';
import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const CONVERSATION = graphql(`
  query DemoConversation($search: String!) {
    conversations(filter: { search: $search }) {
      nodes { id contact { userId } messages(first: 20) { nodes { text status } } }
    }
  }
`);
const ANSWER = graphql(`
  mutation DemoAnswer($input: SendMessageInput!) {
    sendMessage(input: $input) { message { id } errors { ...Problem } }
  }
`);
const TEMPLATES = graphql(`
  query DemoTemplates {
    templates(first: 50) { nodes { name language status remoteId } }
  }
`);

interface SimState {
  customers: { waId: string; userId: string }[];
  messages: { direction: string; text: string; status: string; customerUserId: string }[];
  templates: { id: string; status: string }[];
}

const CUSTOMER = '16505557777';

describe('The demo, started again', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let admin: GraphqlClient;
  let simulatorUrl: string;
  let worldFile: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    const port = await freePortPair();
    const url = `http://127.0.0.1:${port}`;
    simulatorUrl = `http://127.0.0.1:${port + 1}`;
    worldFile = join(database.environment.DATA_DIR, 'simulator', 'world');
    server = new ServerProcess(url, {
      ...database.environment,
      PORT: String(port),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'warn',
    });
    admin = new GraphqlClient(url);
    await start();
  });

  afterEach(async () => {
    await server.kill('SIGKILL');
    await database.drop();
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('goes on where it was (%s)', async (signal) => {
    await customerWrites('Do you have the blue aloe?');
    const { id, contact } = await conversation();
    await answer(id, 'Yes, we do.');
    await arrived('Yes, we do.', 'delivered');
    const templates = await remoteTemplates();
    expect(templates.length).toBeGreaterThan(3);

    await server.kill(signal);
    await start();

    expect(await remoteTemplates()).toEqual(templates);
    const state = await simulator<SimState>('state');
    expect(state.templates.map((template) => template.id)).toEqual(
      expect.arrayContaining(templates.flatMap(({ remoteId }) => remoteId ?? [])),
    );
    await answer(id, 'It is still there.');
    await arrived('It is still there.', 'delivered');
    await customerWrites('Then I take two.');
    await eventually(
      async () => (await conversation()).messages.nodes.some(({ text }) => text === 'Then I take two.'),
      Boolean,
    );
    expect(await conversation()).toMatchObject({ id, contact });
    expect((await theirs()).map(({ text }) => text)).toEqual([
      'Do you have the blue aloe?',
      'Yes, we do.',
      'It is still there.',
      'Then I take two.',
    ]);
  });

  it('goes on with a world of its own when the file cannot be read', async () => {
    await customerWrites('Hello?');
    const { id, contact } = await conversation();
    const templates = await remoteTemplates();
    await server.kill('SIGTERM');
    writeFileSync(worldFile, 'not a world');

    await start();
    expect(readFileSync(`${worldFile}.damaged`, 'utf8')).toBe('not a world');
    expect(existsSync(worldFile)).toBe(true);
    expect(await remoteTemplates()).toEqual(templates);
    await customerWrites('Hello again!');
    await eventually(
      async () => (await conversation()).messages.nodes.length,
      (count) => count === 2,
    );
    expect(await conversation()).toMatchObject({ id, contact });
  });

  async function start(): Promise<void> {
    server.output.length = 0;
    await server.start();
    await eventually(() => server.output.join('').includes('Parley is running.'), Boolean, 30_000);
    await admin.login(ADMIN.email, ADMIN.password);
  }

  async function simulator<T>(path: string, body?: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const request = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(`${simulatorUrl}/sim/${path}`, request)).json() as Promise<T>;
  }

  const customerWrites = (text: string) => simulator('inbound', { from: CUSTOMER, text });

  async function theirs(): Promise<SimState['messages']> {
    const { customers, messages } = await simulator<SimState>('state');
    const userId = only(customers.filter(({ waId }) => waId === CUSTOMER)).userId;
    return messages.filter(({ customerUserId }) => customerUserId === userId);
  }

  /** With this status at Meta, and in the file: a kill may come. */
  async function arrived(text: string, status: string): Promise<void> {
    await eventually(
      async () => (await theirs()).find((message) => message.text === text)?.status,
      (is) => is === status,
    );
    await eventually(
      async () => (await conversation()).messages.nodes.find((message) => message.text === text)?.status,
      (is) => is === status.toUpperCase(),
    );
    await eventually(() => readFileSync(worldFile).includes(text), Boolean);
  }

  const conversation = async () =>
    must(
      await eventually(
        async () => (await admin.send(CONVERSATION, { search: CUSTOMER })).conversations.nodes[0],
        (found) => found !== undefined,
      ),
    );

  async function answer(conversationId: string, text: string): Promise<void> {
    const { sendMessage } = await admin.send(ANSWER, {
      input: { conversationId, content: { text: { body: text } }, idempotencyKey: text },
    });
    expect(sendMessage.errors).toEqual([]);
  }

  const remoteTemplates = async () =>
    (await admin.send(TEMPLATES)).templates.nodes.filter(({ remoteId }) => remoteId !== null);
});
