import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import request from 'supertest';
import { readConfig } from '../../src/common/config/config.js';
import { createApp } from '../../src/create-app.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { MetricsServer } from '../../src/common/metrics/metrics-server.js';
import { eventually, must, pause } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { graphql } from '../generated/gql.js';
import { Scrape } from '../support/prometheus.js';
import { createTestDatabase } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const EVENTS = graphql(`
  subscription EventsForMetrics($id: ID!) {
    inboxEvents(accountId: $id) { __typename cursor ... on MessageChanged { message { text } } }
  }
`);
const REVOKE = graphql(`
  mutation RevokeScraper($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { errors { ...Problem } } }
`);
const KEYS = graphql(`
  query KeysOfScrapers { apiKeys { id scopes } }
`);
const ACCOUNTS = graphql(`
  query AccountsForMetrics { accounts { id } }
`);

/** What everybody who watches a Parley is promised. */
const PROMISED = [
  'parley_build_info',
  'parley_database_pool_connections',
  'parley_database_pool_size',
  'parley_database_pool_waiting',
  'parley_graphql_operation_seconds',
  'parley_graphql_operations_total',
  'parley_live_connections',
  'parley_live_cut_off_total',
  'parley_live_event_lag_seconds',
  'parley_media_waiting',
  'parley_message_oldest_waiting_seconds',
  'parley_messages_sent_total',
  'parley_messages_unconfirmed',
  'parley_messages_waiting',
  'parley_outbound_endpoints_stopped',
  'parley_outbound_webhooks_waiting',
  'parley_scrape_error',
  'parley_send_seconds',
  'parley_sending_paused',
  'parley_template_sync_age_seconds',
  'parley_template_syncs_failing',
  'parley_webhook_intake_seconds',
  'parley_webhook_oldest_waiting_seconds',
  'parley_webhook_processing_seconds',
  'parley_webhooks_failed',
  'parley_webhooks_received_total',
  'parley_webhooks_waiting',
];

describe('Metrics', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { METRICS_PORT: '0' } });
  });
  afterAll(() => world.close());

  const withoutKey = () => {
    const { port } = must(world.app.get(MetricsServer).address, 'a port');
    return request(`http://127.0.0.1:${port}`);
  };
  const get = (token: string | null, path = '/metrics') => {
    const test = world.http.get(path);
    return token === null ? test : test.set('authorization', `Bearer ${token}`);
  };
  /** How much a figure has grown in what is done. */
  const growth = async (
    name: string,
    labels: Record<string, string>,
    wanted: number,
    work: () => Promise<unknown>,
  ): Promise<void> => {
    const before = (await world.metrics.scrape()).valueOf(name, labels) ?? 0;
    await work();
    await eventually(
      async () => ((await world.metrics.scrape()).valueOf(name, labels) ?? 0) - before,
      (grown) => grown === wanted,
    );
  };

  it('are for keys with METRICS_READ and administrators, and tell others why not', async () => {
    const operator = await world.people.add('OPERATOR');
    const key = await world.metrics.keyOf('METRICS_READ');
    const other = await world.metrics.keyOf('ACCOUNTS_WRITE', 'WEBHOOKS_ADMIN');
    const answers = [
      await get(null),
      await get('nonsense'),
      await get(other),
      await get(must(operator.client.token)),
      await get(must(world.admin.token)),
      await get(key),
    ];
    const codeOf = ({ body }: { body: { errors?: { code: string }[] } }) => body.errors?.[0]?.code;
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [401, 'UNAUTHENTICATED'],
      [401, 'UNAUTHENTICATED'],
      [403, 'FORBIDDEN'],
      [403, 'FORBIDDEN'],
      [200, undefined],
      [200, undefined],
    ]);
    expect(must(answers[5]).headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const { apiKeys } = await world.admin.send(KEYS);
    for (const { id, scopes } of apiKeys) if (scopes.includes('METRICS_READ')) await world.admin.send(REVOKE, { id });
    expect((await get(key)).status).toBe(401);
  });

  it('are on METRICS_PORT without a key, and nothing else is', async () => {
    const { status, headers, text } = await withoutKey().get('/metrics');
    expect([status, headers['x-content-type-options']]).toEqual([200, 'nosniff']);
    expect(Scrape.of(text).valueOf('parley_build_info')).toBe(1);
    expect((await withoutKey().post('/metrics')).status).toBe(405);
    for (const path of ['/', '/graphql', '/health/live', '/metrics/'])
      expect((await withoutKey().get(path)).status).toBe(404);
  });

  it('are all that are promised, each with a text that says what it is', async () => {
    const { helps } = Scrape.of((await withoutKey().get('/metrics')).text);
    expect([...helps.keys()].filter((name) => name.startsWith('parley_')).sort()).toEqual(PROMISED);
    expect(helps.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    expect(helps.has('process_resident_memory_bytes')).toBe(true);
    for (const name of PROMISED) expect(must(helps.get(name), name).length).toBeGreaterThan(25);
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `parley_'));
    const written = rows.join('').match(/parley_[a-z_]+/g);
    expect([...new Set(written)].sort()).toEqual(PROMISED);
  });

  it('count webhooks by what became of them, and time those that were stored', async () => {
    const before = await world.metrics.scrape();
    const message = () => aWebhook({ messages: [aTextMessage('Hello')] });
    for (let count = 0; count < 3; count += 1) await world.webhooks.post(message()).expect(200);
    await world.webhooks.post(message(), 'another secret').expect(401);
    await world.webhooks.postBytes('{}').expect(401);
    await world.webhooks.postSigned(`["${DEMO.whatsappAccountId}"]`);
    await world.webhooks.settled();
    const grown = async (name: string, labels: Record<string, string> = {}) =>
      ((await world.metrics.scrape()).valueOf(name, labels) ?? 0) - (before.valueOf(name, labels) ?? 0);
    const received = 'parley_webhooks_received_total';
    expect(await grown(received, { outcome: 'stored' })).toBe(3);
    expect((await grown(received, { outcome: 'not_signed' })) + (await grown(received, { outcome: 'not_json' }))).toBe(
      3,
    );
    expect(await grown('parley_webhook_intake_seconds_count')).toBe(3);
    await eventually(
      () => grown('parley_webhook_processing_seconds_count'),
      (count) => count === 3,
    );
    await eventually(
      async () => (await world.metrics.scrape()).valueOf('parley_webhooks_waiting'),
      (count) => count === 0,
    );
  });

  it('count attempts to send by outcome and code, and time the calls', async () => {
    const { conversation } = await world.customers.startsConversation();
    const sent = 'parley_messages_sent_total';
    const send = async () => void (await world.inbox.send(conversation.id, 'Hello'));
    await growth(sent, { outcome: 'accepted', code: 'none' }, 1, send);
    await growth('parley_send_seconds_count', {}, 1, send);
    world.meta.planError({ code: 131026 });
    await growth(sent, { outcome: 'failed', code: '131026' }, 1, send);
    world.meta.planError({ code: 987654 });
    await growth(sent, { outcome: 'failed', code: 'other' }, 1, send);
    world.meta.forgetPlannedErrors();
  });

  it('time operations by the field of the schema, whatever a client calls them', async () => {
    const seconds = 'parley_graphql_operation_seconds_count';
    const admin = world.admin;
    await growth(seconds, { operation: 'query accounts', outcome: 'ok' }, 2, async () => {
      await admin.send(ACCOUNTS);
      await admin.requestRaw('query SomethingElse { other: accounts { id } }');
    });
    await growth(seconds, { operation: 'query several', outcome: 'ok' }, 1, () =>
      admin.requestRaw('{ accounts { id } me { id } }'),
    );
    await growth(seconds, { operation: 'unreadable', outcome: 'refused' }, 2, async () => {
      await admin.requestRaw('{ nonsense }');
      await admin.requestRaw('{');
    });
    await growth(seconds, { operation: 'mutation archiveAccount', outcome: 'refused' }, 1, () =>
      admin.requestRaw('mutation { archiveAccount(input: { accountId: "none" }) { errors { code } } }'),
    );
    await growth(seconds, { operation: 'query accounts', outcome: 'refused' }, 1, () =>
      world.client('nobody').requestRaw('{ accounts { id } }'),
    );
  });

  it('tell how many sockets are open, and how late events are', async () => {
    expect((await world.metrics.scrape()).valueOf('parley_live_connections')).toBe(0);
    const live = world.admin.subscribe(EVENTS, { id: world.account.id });
    await eventually(
      async () => (await world.metrics.scrape()).valueOf('parley_live_connections'),
      (count) => count === 1,
    );
    await pause(200); // until it is a subscriber
    const lag = async () => must((await world.metrics.scrape()).valueOf('parley_live_event_lag_seconds_count'));
    const before = await lag();
    await world.webhooks.receives({ messages: [aTextMessage('Are you there?')] });
    await live.until(({ events }) => events.length > 0, 'an event');
    expect(await lag()).toBeGreaterThan(before);
    await live.close();
    await eventually(
      async () => (await world.metrics.scrape()).valueOf('parley_live_connections'),
      (count) => count === 0,
    );
  });

  it('have labels of short lists, and no ids', async () => {
    const { series } = await world.metrics.scrape();
    const values = new Set(series.flatMap(({ labels }) => Object.values(labels)));
    const texts = [...values].filter((value) => !/^[a-z0-9_. -]{1,40}$/i.test(value) && !/^\+?Inf$/.test(value));
    expect(texts).toEqual([]);
    expect([...values].filter((value) => /[0-9a-f]{8}-[0-9a-f]{4}|\d{7,}|wamid/.test(value))).toEqual([]);
    expect(series.length).toBeLessThan(1_500);
  });
});

describe('Metrics of a worker', () => {
  it('are on METRICS_PORT, and not on its port for health', async () => {
    const database = await createTestDatabase();
    const environment = { NODE_ENV: 'test', ROLE: 'worker', METRICS_PORT: '0', LOG_LEVEL: 'error' };
    const SECRET_KEY = randomBytes(32).toString('base64');
    const worker = await createApp(readConfig({ ...database.environment, ...environment, SECRET_KEY }));
    try {
      await worker.listen(0, '127.0.0.1');
      const { port } = must(worker.get(MetricsServer).address, 'a port');
      const scrape = Scrape.of((await request(`http://127.0.0.1:${port}`).get('/metrics')).text);
      expect(scrape.valueOf('parley_build_info', { role: 'worker' })).toBe(1);
      expect(scrape.valueOf('parley_webhooks_waiting')).toBe(0);
      const health = worker.getHttpServer().address() as AddressInfo;
      expect((await request(`http://127.0.0.1:${health.port}`).get('/metrics')).status).toBe(404);
    } finally {
      await worker.close();
      await database.drop();
    }
  });
});
