import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExamples } from '../../scripts/webhook-examples.js';
import { firstIdOf } from '../../src/common/ids.js';
import { DeliveryPartitions } from '../../src/modules/webhooks/retention/delivery-partitions.js';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { metaJson } from '../../src/simulator/webhooks/webhook-sender.js';
import { graphql } from '../generated/gql.js';
import { allOf, must, only, pause } from '../support/expectations.js';
import { aStatus, aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { DAY_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const REPLAY = graphql(`
  mutation ReplayDeliveries($ids: [ID!]!) {
    replayWebhookDeliveries(input: { deliveryIds: $ids }) { replayedCount errors { code path } }
  }
`);
const CONVERSATIONS = graphql(`
  query ConversationsWithTexts {
    conversations(first: 20) { nodes { ...ConversationDetails messages(first: 50) { nodes { text } } } }
  }
`);
const MESSAGES_LIVE = graphql(`
  subscription MessagesLive($id: ID!) {
    inboxEvents(accountId: $id) { __typename ... on MessageChanged { message { id text content { __typename } } } }
  }
`);

describe('Webhook processing', () => {
  let world: TestWorld;

  beforeEach(async () => {
    world = await TestWorld.start();
  });

  afterEach(() => world.close());

  const texts = async () => (await world.inbox.allMessages()).map(({ text }) => text);
  const conversations = async () => (await world.admin.send(CONVERSATIONS)).conversations.nodes;

  it('takes in every message and status of a batch, whatever stands between them', async () => {
    const one = only(
      aWebhook({ messages: [aTextMessage('one'), { type: 'text' }, aTextMessage('two', { from: '4915112345678' })] })
        .entry,
    );
    const changes = [...one.changes, { field: 'messages', value: null }, { field: 'hologram_update', value: {} }];
    const other = aWebhook({ messages: [aTextMessage('three')], statuses: [{ id: 5 }] });
    await world.webhooks.post({ ...other, entry: [{ ...one, changes }, ...other.entry] }).expect(200);
    await world.webhooks.settled();
    expect((await texts()).map(String).sort()).toEqual(['one', 'three', 'two']);
    const { error } = only(await world.webhooks.deliveries('FAILED'), 'delivery');
    expect(error).toContain('a message has no id');
    expect(error).toContain('there is no value');
  });

  it('stores a message once, however often and in whatever company it comes', async () => {
    const [first, second] = [aTextMessage('first'), aTextMessage('second')];
    const payloads = [
      aWebhook({ messages: [first, first] }),
      aWebhook({ messages: [second, first] }),
      aWebhook({ messages: [first] }),
    ];
    await Promise.all(
      [...payloads, ...payloads, ...payloads].map((payload) => world.webhooks.post(payload).expect(200)),
    );
    await world.webhooks.settled();
    expect((await texts()).map(String).sort()).toEqual(['first', 'second']);
    expect(await world.countRows(`events WHERE kind = 'MESSAGE'`)).toBe(2);
  });

  it('does not let one poisonous message hold up the others, and can replay it', async () => {
    await world.database.run(`ALTER TABLE messages ADD CONSTRAINT poison CHECK (text <> 'poison')`);
    const messages = [aTextMessage('before'), aTextMessage('poison'), aTextMessage('after')];
    await world.webhooks.post(aWebhook({ messages })).expect(200);
    await world.webhooks.receives({ messages: [aTextMessage('another delivery')] });
    expect((await texts()).map(String).sort()).toEqual(['after', 'another delivery', 'before']);
    const failed = only(await world.webhooks.deliveries('FAILED'), 'delivery');
    expect(failed.error).toContain('poison');
    expect(failed.payload).toMatchObject({ entry: [{ changes: [{ value: { messages } }] }] });

    await world.database.run('ALTER TABLE messages DROP CONSTRAINT poison');
    const replay = await world.admin.send(REPLAY, { ids: [failed.id] });
    expect(replay.replayWebhookDeliveries).toEqual({ replayedCount: 1, errors: [] });
    await world.webhooks.settled();
    expect((await texts()).map(String).sort()).toEqual(['after', 'another delivery', 'before', 'poison']);
    const unknown = await world.admin.send(REPLAY, { ids: [failed.id, 'nonsense'] });
    expect(unknown.replayWebhookDeliveries).toMatchObject({
      replayedCount: 0,
      errors: [{ code: 'NOT_FOUND', path: ['deliveryIds', '1'] }],
    });
  });

  it('keeps what it does not understand, whole', async () => {
    const hologram = aTextMessage('', { type: 'hologram', hologram: { depth: 3, caption: 'Look!' }, text: undefined });
    await world.webhooks.receives({ messages: [hologram] });
    expect(await world.inbox.allMessages()).toMatchObject([
      {
        text: 'Look!',
        content: { __typename: 'UnsupportedContent', kind: 'hologram', raw: { hologram: { depth: 3 } } },
      },
    ]);
  });

  it('survives negative and absurd times, lone surrogates, NUL and very long texts', async () => {
    const times = [
      '-1',
      '0',
      'NaN',
      '99999999999999',
      '1e400',
      null,
      { a: 1 },
      String(Math.floor(Date.now() / 1000) + 86_400),
    ];
    for (const timestamp of times)
      await world.webhooks.post(aWebhook({ messages: [aTextMessage('odd time', { timestamp })] })).expect(200);
    const broken = metaJson(aWebhook({ messages: [aTextMessage('broken SURROGATE and NUL')] }));
    await world.webhooks.postSigned(broken.replace('SURROGATE', '\\ud83c').replace('NUL', '\\u0000')).expect(200);
    await world.webhooks.receives({ messages: [aTextMessage('x'.repeat(100_000))] });
    const all = await world.inbox.allMessages();
    const odd = all.filter(({ text }) => text === 'odd time');
    expect(odd).toHaveLength(times.length);
    for (const { occurredAt } of odd) expect(Math.abs(Date.parse(occurredAt) - Date.now())).toBeLessThan(60_000);
    expect(all.map(({ text }) => text)).toContain('broken \ufffd and \ufffd');
    expect(all.some(({ text }) => text?.length === 100_000)).toBe(true);
    expect(await world.webhooks.deliveries('FAILED')).toEqual([]);
  });

  it('knows a customer by number, by user id, or both, and keeps one conversation', async () => {
    const contact = (identity: object, name: string) => ({ contacts: [{ profile: { name }, ...identity }] });
    const byId = aTextMessage('by id', { from: undefined, from_user_id: 'US.1' });
    const byBoth = aTextMessage('by both', { from: '16505550001', from_user_id: 'US.1' });
    const byNumber = aTextMessage('by number', { from: '16505550001' });
    await world.webhooks.receives({ messages: [byId], ...contact({ user_id: 'US.1' }, 'Ann') });
    expect(await conversations()).toMatchObject([
      { contact: { displayName: 'Ann', userId: 'US.1', waId: null, phoneNumber: null } },
    ]);
    const both = contact({ user_id: 'US.1', wa_id: '16505550001' }, 'Ann Lee');
    await world.webhooks.receives({ messages: [byBoth], ...both });
    await world.webhooks.receives({ messages: [byNumber], contacts: [] });
    expect(only(await conversations(), 'conversation')).toMatchObject({
      contact: { displayName: 'Ann Lee', userId: 'US.1', waId: '16505550001', phoneNumber: '+16505550001' },
      unreadCount: 3,
    });
  });

  it('counts the window from the customer’s own time, and a late message does not shorten it', async () => {
    const now = Math.floor(Date.now() / 1000);
    const at = (hoursAgo: number) => String(now - hoursAgo * 3_600);
    await world.webhooks.receives({ messages: [aTextMessage('late', { timestamp: at(30) })] });
    expect(await conversations()).toMatchObject([{ serviceWindow: { isOpen: false } }]);
    await world.webhooks.receives({ messages: [aTextMessage('now', { timestamp: at(1) })] });
    await world.webhooks.receives({ messages: [aTextMessage('even later', { timestamp: at(40) })] });
    const conversation = only(await conversations(), 'conversation');
    expect(conversation).toMatchObject({ serviceWindow: { isOpen: true }, lastMessage: { text: 'now' } });
    expect(Date.parse(must(conversation.serviceWindow.expiresAt))).toBe(Number(at(1)) * 1000 + DAY_MS);
    expect(conversation.messages.nodes.map(({ text }) => text)).toEqual(['even later', 'late', 'now']);
  });

  it('forgets deliveries and their bodies when their retention has ended, by whole partitions, but none that still waits', async () => {
    await world.webhooks.receives({ messages: [aTextMessage('old')] });
    const id = firstIdOf(new Date(Date.now() - 1_000));
    const nobodys = '01a202bc-b51f-70ee-84fa-9e2d3c84eb0b'; // no worker looks at it
    await world.database.run('INSERT INTO webhook_deliveries (id, account_id, received_at) VALUES ($1, $2, now())', [
      id,
      nobodys,
    ]);
    await world.database.run(`INSERT INTO webhook_bodies (delivery_id, body) VALUES ($1, '{}')`, [id]);
    await world.database.run(
      'INSERT INTO webhook_queue (account_id, lane, position, delivery_id, received_at) VALUES ($1, 2, 1, $2, now())',
      [nobodys, id],
    );
    await world.app.get(RetentionService).run();
    expect(await world.countRows('webhook_deliveries')).toBe(2);
    world.clock.advance(45 * DAY_MS);
    const dropped = await world.app.get(RetentionService).run();
    expect(dropped?.['partitions of webhook deliveries']).toBeGreaterThan(0);
    world.clock.advance(-45 * DAY_MS);
    expect(await world.database.query('SELECT state FROM webhook_deliveries')).toEqual([{ state: 'RECEIVED' }]);
    expect(await world.database.query('SELECT delivery_id AS id FROM webhook_bodies')).toEqual([{ id }]);
    expect(await world.countRows('messages')).toBe(1);
  });

  it('stores what comes without a partition of its time, and moves it when there is one', async () => {
    const partitions = world.app.get(DeliveryPartitions);
    const first = must((await partitions.list())[0]);
    await partitions.drop(first);
    await world.webhooks.receives({ messages: [aTextMessage('today')] });
    expect(await world.countRows('webhook_deliveries_default')).toBe(1);
    await partitions.create({ from: new Date(first.to.getTime() - 3 * DAY_MS), to: first.to });
    expect(await world.countRows('webhook_deliveries_default')).toBe(0);
    expect(await world.countRows('webhook_bodies_default')).toBe(0);
    expect(await world.webhooks.deliveries()).toMatchObject([{ state: 'PROCESSED' }]);
    await world.webhooks.receives({ messages: [aTextMessage('later today')] });
    expect(await world.countRows('webhook_deliveries_default')).toBe(0);
    expect(await world.webhooks.deliveries()).toHaveLength(2);
  });

  it('keeps a status that speaks of a message it does not know', async () => {
    const delivered = () => aStatus('wamid.unknown', 'delivered');
    await world.webhooks.receives({ statuses: [delivered(), delivered()] });
    expect(await world.countRows('early_statuses')).toBe(1);
    expect(await world.webhooks.deliveries()).toMatchObject([{ state: 'PROCESSED' }]);
  });

  const SPEC = join(import.meta.dirname, '..', '..', '..', 'shared', 'meta-openapi-v23.yaml');
  (existsSync(SPEC) ? it : it.skip)('takes in every webhook example of Meta’s own OpenAPI file', async () => {
    const live = world.admin.subscribe(MESSAGES_LIVE, { id: world.account.id });
    await pause(300);
    const examples = readExamples(readFileSync(SPEC, 'utf8'), {
      whatsappAccountId: DEMO.whatsappAccountId,
      phoneNumberId: DEMO.phoneNumberId,
    });
    expect(examples.length).toBeGreaterThanOrEqual(15);
    for (const { payload } of examples) await world.webhooks.post(payload).expect(200);
    await world.webhooks.settled();
    const received = await world.inbox.allMessages();
    expect(received).toHaveLength(examples.length);
    const kinds = received.map(({ content }) => content.__typename);
    expect(kinds.filter((kind) => kind === 'UnsupportedContent')).toHaveLength(
      examples.filter(({ name }) => name === 'Unsupported Message').length,
    );
    for (const kind of ['Text', 'Media', 'Location', 'Contacts', 'Reply', 'Order', 'System', 'Reaction'])
      expect(kinds).toContain(`${kind}Content`);
    await live.until(
      ({ events }) =>
        new Set(allOf(events, 'MessageChanged').map(({ message }) => message.id)).size === examples.length,
      'all of them live',
    );
    expect(await world.webhooks.deliveries('FAILED', 'IGNORED')).toEqual([]);
    await live.close();
  });
});
