import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { GraphqlClient } from '../support/graphql/graphql-client.js';
import { createTestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';

const CREATE_KEY = graphql(`
  mutation CreateLimitedKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { secret errors { ...Problem } }
  }
`);
const NAMES = graphql(`
  query LimitedNames { users(first: 10) { nodes { name } } }
`);
const ASK = { query: '{ __typename }' };
const redisUrl = process.env.TEST_REDIS_URL;

/** Who asks too much is refused with a time; nobody else notices. */
describe('Rate limits', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({
      environment: {
        RATE_LIMIT_USER_POINTS: '40',
        RATE_LIMIT_API_KEY_POINTS: '60',
        RATE_LIMIT_ADDRESS_POINTS: '30',
        // Two clients on one machine: who they are stands in the header of a proxy that is trusted.
        TRUSTED_PROXIES: 'loopback',
      },
    });
  });
  afterAll(() => world.close());

  const from = (address: string, token?: string) =>
    world.http
      .post('/graphql')
      .set('x-forwarded-for', address)
      .set(token === undefined ? {} : { authorization: `Bearer ${token}` });
  const untilRefused = async (ask: () => ReturnType<typeof from>, most: number) => {
    for (let count = 0; count < most; count += 1) {
      const answer = await ask();
      if (answer.status === 429) return { answer, count };
      expect(answer.status).toBe(200);
    }
    throw new Error('Nothing was refused.');
  };

  it('tell a stranger when to come back, by code, by status and by headers, and let everybody else in', async () => {
    const first = await from('203.0.113.1').send(ASK);
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '30',
      'ratelimit-remaining': '29',
      'ratelimit-policy': '30;w=60',
    });
    expect(first.headers).not.toHaveProperty('retry-after');
    const { answer, count } = await untilRefused(() => from('203.0.113.1').send(ASK), 40);
    expect(count).toBe(29);
    const [{ message, extensions }] = answer.body.errors;
    expect(extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: Number(answer.headers['retry-after']) });
    expect(message).toMatch(/Try again in \d+ (seconds?|minute)\./);
    expect(answer.headers).toMatchObject({
      'ratelimit-remaining': '0',
      'ratelimit-reset': answer.headers['retry-after'],
    });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await from('203.0.113.2').send(ASK)).status).toBe(200);
    const ann = await world.people.add('OPERATOR');
    expect((await from('203.0.113.1', ann.client.token).send(ASK)).status).toBe(200);
  });

  it('count each user and each API key by itself, wherever they ask from', async () => {
    const [ann, ben] = [await world.people.add('OPERATOR'), await world.people.add('OPERATOR')];
    await untilRefused(() => from('203.0.113.3', ann.client.token).send(ASK), 50);
    expect((await from('203.0.113.4', ann.client.token).send(ASK)).status).toBe(429);
    expect((await from('203.0.113.3', ben.client.token).send(ASK)).status).toBe(200);
    const secretOf = async (name: string) =>
      must((await world.admin.send(CREATE_KEY, { input: { name, scopes: ['MESSAGES_SEND'] } })).createApiKey.secret);
    const [one, other] = [await secretOf('one'), await secretOf('other')];
    const { count } = await untilRefused(() => from('203.0.113.3', one).send(ASK), 70);
    expect(count).toBe(60);
    expect((await from('203.0.113.3', other).send(ASK)).status).toBe(200);
  });

  it('count what a query costs and how large it is, before it runs', async () => {
    const costly = await world.people.add('MANAGER');
    const query = '{ users(first: 100) { nodes { id name email } } }';
    const { answer } = await untilRefused(() => from('203.0.113.5', costly.client.token).send({ query }), 10);
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.body.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(answer.body.errors[0].extensions).not.toHaveProperty('http');
    const large = await world.people.add('MANAGER');
    const variables = { padding: 'x'.repeat(100_000) };
    const { count } = await untilRefused(() => from('203.0.113.5', large.client.token).send({ ...ASK, variables }), 5);
    expect(count).toBe(1); // 21 points each
  });

  it('refuse a subscription that is one too many with the same code', async () => {
    const ann = await world.people.add('OPERATOR');
    await untilRefused(() => from('203.0.113.7', ann.client.token).send(ASK), 50);
    const live = ann.client.subscribeRaw('subscription ($id: ID!) { inboxEvents(accountId: $id) { cursor } }', {
      id: world.account.id,
    });
    await live.until(({ problems }) => problems.length > 0, 'the refusal');
    expect(live.problems).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } },
    ]);
    await live.close();
  });

  it('hold for files too, and never for Meta', async () => {
    const ann = await world.people.add('OPERATOR');
    await untilRefused(() => from('203.0.113.6', ann.client.token).send(ASK), 50);
    const upload = await world.http
      .post('/media')
      .set('authorization', `Bearer ${ann.client.token}`)
      .attach('file', 'package.json');
    expect(upload.status).toBe(429);
    expect(upload.body.errors).toMatchObject([{ code: 'RATE_LIMITED' }]);
    await untilRefused(() => from('127.0.0.1').send(ASK), 50);
    for (let count = 0; count < 50; count += 1)
      await world.webhooks.post(
        aWebhook({ messages: [aTextMessage(`${count}`, { from: '16505551234' })], contacts: [] }),
      );
    expect(await world.countRows('webhook_deliveries')).toBe(50);
  });
});

describe('Rate limits that are switched off', () => {
  it('refuse nothing and say nothing', async () => {
    const world = await TestWorld.start({
      isConnected: false,
      environment: { RATE_LIMIT_ADDRESS_POINTS: '0', RATE_LIMIT_USER_POINTS: '0' },
    });
    const { status, headers } = await world.http.post('/graphql').send(ASK);
    expect([status, headers['ratelimit-limit']]).toEqual([200, undefined]);
    expect((await world.admin.send(NAMES)).users.nodes).toHaveLength(1);
    await world.close();
  });
});

/** Two processes, one Redis. */
(redisUrl === undefined || process.env.TEST_DATABASE_URL === undefined ? describe.skip : describe)(
  'Rate limits of several processes',
  () => {
    it('are one, and go on by themselves when Redis goes', async () => {
      const database = await createTestDatabase();
      const environment = { REDIS_URL: redisUrl, RATE_LIMIT_USER_POINTS: '20' };
      const world = await TestWorld.start({ database, isConnected: false, environment });
      const another = await world.startAnother({ ROLE: 'api' });
      const ann = await world.people.add('OPERATOR', { accountIds: [] });
      const there = new GraphqlClient(another.url, ann.client.token);
      const statuses = [];
      for (let count = 0; count < 24; count += 1)
        statuses.push((await (count % 2 === 0 ? ann.client : there).requestRaw(ASK.query)).status);
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429, 429, 429, 429]);
      await another.close();
      await world.close();
      const alone = await TestWorld.start({
        database,
        isConnected: false,
        environment: { REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMIT_USER_POINTS: '20' },
      });
      const answers = [];
      for (let count = 0; count < 22; count += 1) answers.push((await alone.admin.requestRaw(ASK.query)).status);
      expect([answers.filter((status) => status === 200).length, answers.at(-1)]).toEqual([20, 429]);
      await alone.close();
      await database.drop();
    });
  },
);
