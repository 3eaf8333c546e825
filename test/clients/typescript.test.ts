import { buildSchema, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import WebSocket from 'ws';
import { ADMIN } from '../../scripts/local-server.js';
import {
  ACCOUNTS,
  CHAT,
  INBOX_EVENTS,
  memoryStore,
  ParleyClient,
  ParleyError,
  possibleTypes,
  SEND_MESSAGE,
  typePolicies,
  urqlKeys,
  verifyWebhook,
  webStore,
} from '../../clients/typescript/src/index.js';
import { eventually, must, only } from '../support/expectations.js';
import { aKey } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const HOUR_MS = 3_600_000;

/** A WebSocket that remembers itself, so that its line can be cut. */
class Line extends WebSocket {
  static readonly open: Line[] = [];

  constructor(address: string, protocols?: string | string[]) {
    super(address, protocols);
    Line.open.push(this);
  }
}

describe('@parley/client', () => {
  let world: TestWorld;
  let asked: string[];

  beforeAll(async () => (world = await TestWorld.start()));
  afterAll(() => world.close());

  function aClient(): ParleyClient {
    asked = [];
    const listening: typeof fetch = async (address, options) => {
      const { query } = JSON.parse(String(options?.body)) as { query: string };
      asked.push(must(/(?:query|mutation) (\w+)/.exec(query)?.[1]));
      return fetch(address, options);
    };
    return new ParleyClient({ url: world.url, fetch: listening, webSocket: Line });
  }

  it('signs in, asks and sends with types, and says what is wrong', async () => {
    const { customer, conversation } = await world.customers.startsConversation('Hello there');
    const client = aClient();
    await expect(client.signIn(ADMIN.email, 'wrong wrong wrong')).rejects.toThrow(ParleyError);
    expect(client.isSignedIn).toBe(false);
    await client.signIn(ADMIN.email, ADMIN.password);
    const { conversation: chat } = await client.request(CHAT, { id: conversation.id, last: 10 });
    expect(only(must(chat).messages.nodes).text).toBe('Hello there');
    const input = {
      idempotencyKey: aKey(),
      conversationId: conversation.id,
      content: { text: { body: 'Hello back' } },
    };
    for (const _once of [1, 2]) expect((await client.request(SEND_MESSAGE, { input })).sendMessage.errors).toEqual([]);
    expect((await world.customers.gets(customer, 1)).map(({ text }) => text)).toEqual(['Hello back']);
    await expect(client.request({ toString: () => 'query X { accounts { nickname } }' }, {})).rejects.toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    await client.signOut();
    await expect(client.request(ACCOUNTS, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('renews a session that has ended, once for all who ask', async () => {
    const client = aClient();
    await client.signIn(ADMIN.email, ADMIN.password);
    await world.later(2 * HOUR_MS);
    const answers = await Promise.all([client.request(ACCOUNTS, {}), client.request(ACCOUNTS, {})]);
    expect(answers.map(({ accounts }) => accounts.length)).toEqual([1, 1]);
    expect(asked.filter((name) => name === 'RefreshSession')).toHaveLength(1);
  });

  it('follows events over breaks: each once and in order', async () => {
    const client = aClient();
    await client.signIn(ADMIN.email, ADMIN.password);
    const account = only((await client.request(ACCOUNTS, {})).accounts);
    const customer = world.customers.named('Ada');
    const ending = new AbortController();
    const statuses: string[] = [];
    const texts: string[] = [];
    const run = async (): Promise<void> => {
      const variables = { accountId: account.id, after: account.eventCursor };
      const events = client.follow(INBOX_EVENTS, variables, {
        signal: ending.signal,
        onStatus: (status) => statuses.push(status),
      });
      for await (const event of events)
        if (event.__typename === 'MessageChanged') texts.push(String(event.message.text));
    };
    const running = run();
    await world.customers.writes(customer, 'one');
    await eventually(
      () => texts.length,
      (count) => count === 1,
    );
    must(Line.open.at(-1)).terminate();
    await world.customers.writes(customer, 'two');
    await world.customers.writes(customer, 'three');
    await eventually(
      () => texts.length,
      (count) => count >= 3,
    );
    expect(texts).toEqual(['one', 'two', 'three']);
    expect(statuses).toEqual(['LIVE', 'OFFLINE', 'LIVE']);
    ending.abort();
    await running;
  });

  it('ends with a reason where it makes no sense to go on', async () => {
    const follow = (client: ParleyClient, accountId: string) => client.follow(INBOX_EVENTS, { accountId }).next();
    const stranger = new ParleyClient({ url: world.url, apiKey: 'pk_nobody', webSocket: Line });
    await expect(follow(stranger, world.account.id)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const client = aClient();
    await client.signIn(ADMIN.email, ADMIN.password);
    await expect(follow(client, 'nothing')).rejects.toThrow(ParleyError);
  });

  it('says with what the server closed a socket, such as one too many of an address', async () => {
    const narrow = await TestWorld.start({ environment: { SOCKETS_PER_ADDRESS: '1' } });
    const first = new WebSocket(`${narrow.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => first.once('open', resolve));
    const client = new ParleyClient({ url: narrow.url, webSocket: Line });
    await client.signIn(ADMIN.email, ADMIN.password);
    const ending = new AbortController();
    const closed: unknown[] = [];
    const events = client.follow(
      INBOX_EVENTS,
      { accountId: narrow.account.id },
      { signal: ending.signal, onStatus: (status, close) => closed.push([status, close]) },
    );
    const running = events.next();
    await eventually(
      () => closed.length,
      (count) => count > 0,
    );
    ending.abort();
    await running;
    first.terminate();
    await narrow.close();
    expect(closed[0]).toEqual([
      'OFFLINE',
      { code: 4429, reason: 'Too many sockets of one address: close others first' },
    ]);
  });

  it('keeps a session for all tabs in storage', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: 1 };
    webStore('s', storage).write(tokens);
    expect(webStore('s', storage).read()).toEqual(tokens);
    webStore('s', storage).write(null);
    expect(webStore('s', storage).read()).toBeNull();
    expect(memoryStore().read()).toBeNull();
  });

  it('knows of every type in the schema how a cache keeps it', () => {
    const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', 'schema.gql'), 'utf8'));
    expect(possibleTypes.MessageAuthor?.sort()).toEqual(['ApiKey', 'Contact', 'User']);
    const roots = ['Query', 'Mutation', 'Subscription'];
    const withoutId = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && type.getFields().id === undefined)
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('__') && !roots.includes(name));
    expect(Object.keys(typePolicies).sort()).toEqual(withoutId.sort());
    expect(Object.keys(urqlKeys).sort()).toEqual(withoutId.sort());
    expect(withoutId).not.toContain('Message');
  });

  it('verifies webhooks, and throws at those that are not genuine', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = '{"type":"message.received","timestamp":"2026-11-26T12:00:00Z","data":{"accountId":"a"}}';
    const now = new Date();
    const headers = {
      'Webhook-Id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', now, body),
    };
    expect(verifyWebhook(secret, body, headers)).toMatchObject({ type: 'message.received', data: { accountId: 'a' } });
    expect(verifyWebhook(secret, new TextEncoder().encode(body), new Headers(headers)).type).toBe('message.received');
    expect(() => verifyWebhook(secret, `${body} `, headers)).toThrow();
    expect(() => verifyWebhook(secret, body, { ...headers, 'webhook-timestamp': '1' })).toThrow();
  });
});
