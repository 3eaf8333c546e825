import { randomBytes } from 'node:crypto';
import { ADMIN } from '../../scripts/local-server.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { eventually, must, only } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { aNumber } from '../support/factories/keys.js';
import { documentedSteps, writeTrace } from '../support/docs/trace-page.js';
import { OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';
import { TestWorld } from '../support/world/test-world.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const IS_POSTGRES = process.env.TEST_DATABASE_URL !== undefined;
const CUSTOMER_TEXT = 'PLANTED what a customer writes';
const OPERATOR_TEXT = 'PLANTED what an operator answers';
const API_KEY = 'PLANTED-key-of-the-receiver';
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

const isStep = ({ attributes }: ReceivedSpan): boolean => attributes['db.system.name'] === undefined;

describe('Traces', () => {
  let receiver: OtlpReceiver;
  let world: TestWorld;
  let worker: { close(): Promise<void> } | null = null;
  const secretKey = randomBytes(32).toString('base64');

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    const environment = {
      SECRET_KEY: secretKey,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: `api-key=${API_KEY}`,
      OTEL_SERVICE_NAME: 'parley-api',
      ENDPOINT_PRIVATE_HOSTS: '127.0.0.1',
    };
    world = await TestWorld.start({ environment: { ...environment, ...(IS_POSTGRES ? { ROLE: 'api' } : {}) } });
    if (IS_POSTGRES) worker = await world.startAnother({ ROLE: 'worker', OTEL_SERVICE_NAME: 'parley-worker' });
  });
  afterAll(async () => {
    await worker?.close();
    await world.close();
    await receiver.close();
  });

  /** Steps of a trace, without its statements, once all of these are among them. */
  const steps = async (traceId: string, ...names: string[]): Promise<ReceivedSpan[]> => {
    const isWhole = (spans: ReceivedSpan[]): boolean => names.every((name) => spans.some((span) => span.name === name));
    return eventually(() => receiver.ofTrace(traceId).filter(isStep), isWhole, 30_000);
  };
  const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan =>
    must(
      spans.find((span) => span.name === name),
      name,
    );

  it('follow a message from the webhook to the sockets and to another system, across processes', async () => {
    const hook = await WebhookReceiver.start();
    await world.endpoints.create(hook.url, ['MESSAGE_RECEIVED']);
    const live = await world.inbox.watch();
    const { conversation } = await world.customers.startsConversation(CUSTOMER_TEXT);
    await live.until(({ events }) => events.some(({ __typename }) => __typename === 'MessageChanged'));
    const stored = await receiver.gets(
      ({ name, attributes }) => name === 'message stored' && attributes['parley.conversation.id'] === conversation.id,
    );
    const spans = await steps(
      stored.traceId,
      'webhook receive',
      'webhook store',
      'webhook process',
      'event deliver',
      'endpoint deliver',
    );

    const chain = ['webhook receive', 'webhook store', 'webhook process', 'message stored'].map((name) =>
      named(spans, name),
    );
    chain.forEach((span, index) => expect(span.parentSpanId).toBe(chain[index - 1]?.spanId ?? null));
    const shown = spans.filter(({ name, parentSpanId }) => name === 'event deliver' && parentSpanId === stored.spanId);
    expect(only(shown)).toMatchObject({
      service: 'parley-api',
      attributes: {
        'parley.event.kind': 'MESSAGE',
        'parley.message.id': stored.attributes['parley.message.id'],
        'parley.subscribers': 1,
      },
    });
    const delivered = named(spans, 'endpoint deliver');
    expect(delivered).toMatchObject({ parentSpanId: stored.spanId, attributes: { 'http.response.status_code': 200 } });
    const [webhook] = await hook.gets(1);
    expect(must(webhook).headers.traceparent).toBe(`00-${stored.traceId}-${delivered.spanId}-01`);
    if (IS_POSTGRES) {
      const services = ['webhook receive', 'webhook process', 'event deliver'].map(
        (name) => named(spans, name).service,
      );
      expect(services).toEqual(['parley-api', 'parley-worker', 'parley-api']);
    }
    const statements = receiver.ofTrace(stored.traceId).filter((span) => !isStep(span));
    expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['INSERT messages']));
    writeTrace('customer-writes', receiver.ofTrace(stored.traceId));
    expect(new Set(spans.map(({ name }) => name))).toEqual(documentedSteps('customer-writes'));
    await live.close();
    await hook.leaves();
  });

  it('follow a mutation to Meta and back, until the customer has read it', async () => {
    const { customer, conversation } = await world.customers.startsConversation('Hello');
    const message = await world.inbox.send(conversation.id, OPERATOR_TEXT);
    await world.inbox.until(message.id, 'DELIVERED');
    world.customers.reads(customer);
    await world.inbox.until(message.id, 'READ');
    const queued = await receiver.gets(
      ({ name, attributes }) => name === 'message queued' && attributes['parley.message.id'] === message.id,
    );
    const callsMeta = 'Meta POST /{id}/messages';
    const statuses = ['SENT', 'DELIVERED', 'READ'].map((status) => `message status ${status}`);
    const spans = await steps(queued.traceId, 'mutation sendMessage', 'message send', callsMeta, ...statuses);

    const root = named(spans, 'mutation sendMessage');
    expect(root).toMatchObject({ parentSpanId: null, kind: 2, attributes: { 'parley.outcome': 'ok' } });
    expect(queued.parentSpanId).toBe(root.spanId);
    const send = named(spans, 'message send');
    expect(send.parentSpanId).toBe(queued.spanId);
    expect(named(spans, callsMeta)).toMatchObject({
      parentSpanId: send.spanId,
      kind: 3,
      attributes: { 'http.response.status_code': 200, 'http.request.method': 'POST' },
    });
    writeTrace('operator-answers', receiver.ofTrace(queued.traceId));
    expect(new Set(spans.map(({ name }) => name))).toEqual(documentedSteps('operator-answers'));
    for (const name of statuses) {
      const status = named(spans, name);
      const [webhook] = status.links;
      expect(status.parentSpanId).toBe(queued.spanId);
      expect((await steps(must(webhook).traceId, 'webhook receive')).map((span) => span.name)).toContain(
        'webhook receive',
      );
    }
  });

  it('record failures by their codes', async () => {
    world.meta.planError({ code: 131026 });
    const { conversation } = await world.customers.startsConversation('Hello');
    const message = await world.inbox.send(conversation.id, OPERATOR_TEXT);
    await world.inbox.until(message.id, 'FAILED');
    const ofMessage = ({ name, attributes }: ReceivedSpan): boolean =>
      name === 'message send' && attributes['parley.message.id'] === message.id;
    expect(await receiver.gets(ofMessage)).toMatchObject({
      isError: true,
      attributes: { 'error.type': 'META_131026' },
    });

    await world.inbox.trySend(conversation.id, '');
    const refused = ({ name, attributes }: ReceivedSpan): boolean =>
      name === 'mutation sendMessage' && attributes['parley.outcome'] === 'refused';
    expect(await receiver.gets(refused)).toMatchObject({ isError: false, attributes: { 'error.type': 'REQUIRED' } });

    await world.database.run('ALTER TABLE labels RENAME TO labels_gone');
    await world.admin.requestRaw('{ labels { id } }', {});
    await world.database.run('ALTER TABLE labels_gone RENAME TO labels');
    const failed = await receiver.gets(({ name, isError }) => name === 'query labels' && isError);
    expect(failed.attributes['error.type']).toBe('INTERNAL_SERVER_ERROR');
    const [statement] = receiver.ofTrace(failed.traceId).filter(({ name }) => name === 'SELECT labels');
    expect(must(statement)).toMatchObject({ isError: true, attributes: { 'error.type': '42P01' } });
  });

  it('do not go on from strangers, whose traces they name, and record nothing of what is not signed', async () => {
    const posted = await world.http
      .post('/graphql')
      .set({ traceparent: TRACEPARENT, authorization: `Bearer ${must(world.admin.token)}` })
      .send({ query: '{ accounts { name } }' });
    expect(posted.status).toBe(200);
    const span = await receiver.gets(({ links }) => links.some(({ traceId }) => traceId === CALLER.traceId));
    expect([span.name, span.parentSpanId, span.traceId === CALLER.traceId]).toEqual(['query accounts', null, false]);
    expect(span.links).toEqual([CALLER]);

    const before = receiver.spans.filter(({ name }) => name === 'webhook receive').length;
    await world.webhooks.post(aWebhook({ messages: [aTextMessage(CUSTOMER_TEXT)] }), 'not the secret').expect(401);
    await world.customers.startsConversation('Hello');
    await eventually(
      () => receiver.spans.filter(({ name }) => name === 'webhook receive').length,
      (count) => count === before + 1,
    );
  });

  it('have no text, number, token or key in them, whatever goes wrong', async () => {
    const number = aNumber();
    const customer = world.customers.named('PLANTED Person', number);
    await world.customers.writes(customer, CUSTOMER_TEXT);
    const conversation = await world.inbox.conversationWith(number);
    for (const kind of ['CODE', 'HTTP_500', 'RESET_AFTER'] as const) {
      world.meta.planError({ kind, code: 131000 });
      await world.inbox.send(conversation.id, OPERATOR_TEXT);
    }
    await world.admin.requestRaw('query ($search: String) { contacts(filter: { search: $search }) { nodes { id } } }', {
      search: number,
    });
    await world.admin.requestRaw(`query PLANTED_name { nothing(like: "${CUSTOMER_TEXT}") }`, {});
    await world.http.post('/v1/messages').set('authorization', `Bearer ${secretKey}`).send({ text: OPERATOR_TEXT });
    await receiver.gets(({ name }) => name === 'query contacts');
    await receiver.gets(({ name, isError }) => name === 'POST /v1/messages' && isError);
    expect(receiver.headers['api-key']).toBe(API_KEY);
    expect(receiver.spans.length).toBeGreaterThan(50);
    const planted = ['PLANTED', number, number.slice(2), secretKey, ADMIN.password, ADMIN.email];
    planted.push(DEMO.accessToken, DEMO.appSecret, DEMO.phoneNumberId, must(world.admin.token));
    for (const secret of planted)
      expect([secret.slice(0, 4), receiver.text.includes(secret)]).toEqual([secret.slice(0, 4), false]);
  });

  it('share no trace between messages that are processed together', async () => {
    const { accountId } = { accountId: world.account.id };
    const ids = Array.from({ length: 6 }, () => aNumber());
    await Promise.all(
      ids.map((from) =>
        world.webhooks.post(aWebhook({ messages: [aTextMessage(CUSTOMER_TEXT, { from })] })).expect(200),
      ),
    );
    await world.webhooks.settled();
    const traces = await world.database.query<{ trace_parent: string }>(
      `SELECT trace_parent FROM messages WHERE account_id = $1 AND direction = 'INBOUND' ORDER BY position DESC LIMIT 6`,
      [accountId],
    );
    const traceIds = new Set(traces.map(({ trace_parent }) => trace_parent.split('-')[1]));
    expect(traceIds.size).toBe(6);
    for (const traceId of traceIds) {
      const spans = await steps(must(traceId), 'webhook receive', 'webhook process', 'message stored');
      only(spans.filter(({ name }) => name === 'webhook process'));
      only(spans.filter(({ name }) => name === 'message stored'));
    }
  });
});
