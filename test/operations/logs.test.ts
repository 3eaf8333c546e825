import { randomBytes } from 'node:crypto';
import { ADMIN } from '../../scripts/local-server.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { eventually, must } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const SECRETS = graphql(`
  query SecretsThatAreShown { accounts { webhookVerifyToken } }
`);
const LABELS = graphql(`
  query LabelsWithoutTable { labels { id } }
`);
const MAKE_KEY = graphql(`
  mutation MakeKeyForLogs { createApiKey(input: { name: "For logs", scopes: [MESSAGES_SEND] }) { secret apiKey { id } } }
`);

/** A line of the log as a collector reads it. */
interface Line {
  level: string;
  message: string;
  context: string;
  [field: string]: unknown;
}

const CUSTOMER_TEXT = 'PLANTED what a customer writes';
const OPERATOR_TEXT = 'PLANTED what an operator answers';
const WRONG_PASSWORD = 'PLANTED-wrong-password';

describe('The log', () => {
  let world: TestWorld;
  let written = '';
  const secretKey = randomBytes(32).toString('base64');
  const write = { stdout: process.stdout.write, stderr: process.stderr.write };

  beforeAll(async () => {
    for (const stream of ['stdout', 'stderr'] as const)
      process[stream].write = (text: string | Uint8Array): boolean => ((written += String(text)), true);
    world = await TestWorld.start({
      environment: { NODE_ENV: 'production', LOG_LEVEL: 'verbose', SECRET_KEY: secretKey },
    });
  });
  afterAll(async () => {
    await world.close();
    Object.assign(process.stdout, { write: write.stdout });
    Object.assign(process.stderr, { write: write.stderr });
  });

  /** Nest's own words at the start included: every line is JSON. */
  const lines = (): Line[] =>
    written
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const untilLine = (message: RegExp): Promise<Line> =>
    eventually(
      () => must(lines().find((line) => message.test(line.message)) ?? { level: '', message: '', context: '' }),
      ({ message: found }) => message.test(found),
    );

  it('names what a failure concerns, so that one message can be followed', async () => {
    world.meta.planError({ code: 131026 });
    const { conversation } = await world.customers.startsConversation('Hello');
    const message = await world.inbox.send(conversation.id, 'Hello to you');
    await world.inbox.until(message.id, 'FAILED');
    expect(await untilLine(/^A message was not accepted/)).toMatchObject({
      level: 'warn',
      context: 'MessageDispatcherService',
      accountId: world.account.id,
      messageId: message.id,
      conversationId: conversation.id,
    });
  });

  it('has the id of a request, which its answer carries, who asked and for what', async () => {
    await world.database.run('ALTER TABLE labels RENAME TO labels_gone');
    const ask = (requestId: string) =>
      world.http
        .post('/graphql')
        .set({ authorization: `Bearer ${must(world.admin.token)}`, 'x-request-id': requestId })
        .send({ query: LABELS.toString() });
    const answer = await ask('from-a-proxy.17');
    const strange = await ask('a "quoted" one');
    await world.database.run('ALTER TABLE labels_gone RENAME TO labels');
    expect(answer.headers['x-request-id']).toBe('from-a-proxy.17');
    expect(strange.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const reference = (answer.body as { errors: { extensions: { reference: string } }[] }).errors[0]?.extensions
      .reference;
    expect(await untilLine(new RegExp(`^${must(reference)} at labels`))).toMatchObject({
      level: 'error',
      requestId: 'from-a-proxy.17',
      operation: 'query labels',
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('names the delivery that could not be processed, and its account', async () => {
    await world.database.run(`ALTER TABLE messages ADD CONSTRAINT no_plant CHECK (text NOT LIKE 'PLANTED%') NOT VALID`);
    await world.webhooks.post(aWebhook({ messages: [aTextMessage(CUSTOMER_TEXT)] })).expect(200);
    await world.webhooks.settled();
    await world.database.run('ALTER TABLE messages DROP CONSTRAINT no_plant');
    const [delivery] = await world.webhooks.deliveries('FAILED');
    expect(await untilLine(/parts of a webhook could not be stored/)).toMatchObject({
      level: 'error',
      job: 'ProcessDeliveriesService',
      accountId: world.account.id,
      deliveryId: must(delivery).id,
    });
  });

  it('never has a secret, a text or a number of a person in it, whatever goes wrong', async () => {
    const number = '16505553917';
    const planted = [secretKey, ADMIN.password, DEMO.accessToken, DEMO.appSecret, must(world.admin.token)];
    planted.push(must((await world.admin.send(SECRETS)).accounts[0]).webhookVerifyToken);
    const { createApiKey } = await world.admin.send(MAKE_KEY);
    planted.push(must(createApiKey.secret), WRONG_PASSWORD, CUSTOMER_TEXT, OPERATOR_TEXT, number, number.slice(2));

    await world.client().requestRaw('mutation ($input: LoginInput!) { login(input: $input) { accessToken } }', {
      input: { email: ADMIN.email, password: WRONG_PASSWORD },
    });
    await world.admin.requestRaw(`query { nothing(like: "${CUSTOMER_TEXT}") }`, {});
    await world.admin.requestRaw('query ($first: Int) { contacts(first: $first) { nodes { id } } }', {
      first: CUSTOMER_TEXT,
    });
    await world.http
      .post('/graphql')
      .set('authorization', `Bearer ${createApiKey.secret}x`)
      .send({ query: '{ me { role } }' });
    await world.http.get(`/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=${DEMO.appSecret}`);
    await world.webhooks.post(aWebhook({ messages: [aTextMessage(CUSTOMER_TEXT)] }), 'not the secret').expect(401);
    const customer = world.customers.named('Planted Person', number);
    await world.customers.writes(customer, CUSTOMER_TEXT);
    const conversation = await world.inbox.conversationWith(number);
    for (const kind of ['CODE', 'HTTP_500', 'RESET_BEFORE', 'RESET_AFTER'] as const) {
      world.meta.planError({ kind, code: 131000 });
      await world.inbox.send(conversation.id, OPERATOR_TEXT);
    }
    await world.database.run('ALTER TABLE contacts RENAME TO contacts_gone');
    await world.admin.requestRaw('query ($search: String) { contacts(filter: { search: $search }) { nodes { id } } }', {
      search: number,
    });
    await world.database.run('ALTER TABLE contacts_gone RENAME TO contacts');
    await world.webhooks.settled();
    await untilLine(/Refused a webhook handshake/);
    await untilLine(/NOT_SIGNED/);
    await untilLine(/ at contacts/);
    await untilLine(/^A message was not accepted/);

    for (const secret of planted)
      expect([secret.slice(0, 4), written.includes(secret)]).toEqual([secret.slice(0, 4), false]);
  });
});
