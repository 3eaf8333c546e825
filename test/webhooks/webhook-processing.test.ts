/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstIdOf } from '../../src/common/ids.js';
import { RetentionService } from '../../src/common/retention/retention.service.js';
import { DEMO } from '../../src/simulator/demo-world.js';
import { connectAccount, startTestApp, type ConnectedAccount, type TestApp } from '../support/legacy/test-app.js';
import { countRows, DELIVERIES, INBOX, receivedMessages, settled } from '../support/legacy/received.js';
import { post, status, textMessage, webhook } from '../support/legacy/webhooks.js';
import { metaJson } from '../../src/simulator/webhook-sender.js';
import { readExamples } from '../../scripts/webhook-examples.js';

describe('Webhook processing', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeEach(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterEach(() => test.close());

  it('takes in every message and status of a batch, whatever stands between them', async () => {
    const batch = webhook({
      messages: [textMessage('one'), { type: 'text' }, textMessage('two', { from: '4915112345678' })],
    }) as { entry: { changes: object[] }[] };
    batch.entry[0]!.changes.push({ field: 'messages', value: null }, { field: 'hologram_update', value: {} });
    batch.entry.push(
      ...(webhook({ messages: [textMessage('three')], statuses: [{ id: 5 }] }) as { entry: { changes: object[] }[] })
        .entry,
    );
    expect((await post(test.url, batch)).status).toBe(200);
    await settled(test);
    expect((await receivedMessages(test)).map(({ text }: { text: string }) => text).sort()).toEqual([
      'one',
      'three',
      'two',
    ]);
    const { webhookDeliveries } = await test.admin.send(DELIVERIES, { state: ['FAILED'] });
    expect(webhookDeliveries.nodes[0].error).toContain('a message has no id');
    expect(webhookDeliveries.nodes[0].error).toContain('there is no value');
  });

  it('stores a message once, however often and in whatever company it comes', async () => {
    const [first, second] = [textMessage('first'), textMessage('second')];
    const payloads = [
      webhook({ messages: [first, first] }),
      webhook({ messages: [second, first] }),
      webhook({ messages: [first] }),
    ];
    await Promise.all([...payloads, ...payloads, ...payloads].map((payload) => post(test.url, payload)));
    await settled(test);
    expect((await receivedMessages(test)).map(({ text }: { text: string }) => text).sort()).toEqual([
      'first',
      'second',
    ]);
    const events = await test.database.query<{ count: string }>(`SELECT count(*) FROM events WHERE kind = 'MESSAGE'`);
    expect(Number(events[0]!.count)).toBe(2);
  });

  it('does not let one poisonous message hold up the others, and can replay it', async () => {
    await test.database.run(`ALTER TABLE messages ADD CONSTRAINT poison CHECK (text <> 'poison')`);
    const response = await post(
      test.url,
      webhook({ messages: [textMessage('before'), textMessage('poison'), textMessage('after')] }),
    );
    await post(test.url, webhook({ messages: [textMessage('another delivery')] }));
    expect(response.status).toBe(200);
    await settled(test);
    expect((await receivedMessages(test)).map(({ text }: { text: string }) => text).sort()).toEqual([
      'after',
      'another delivery',
      'before',
    ]);
    const { webhookDeliveries } = await test.admin.send(DELIVERIES, { state: ['FAILED'] });
    expect(webhookDeliveries.nodes).toHaveLength(1);
    expect(webhookDeliveries.nodes[0].error).toContain('poison');
    expect(webhookDeliveries.nodes[0].payload.entry[0].changes[0].value.messages).toHaveLength(3);

    await test.database.run('ALTER TABLE messages DROP CONSTRAINT poison');
    const REPLAY =
      'mutation ($ids: [ID!]!) { replayWebhookDeliveries(input: { deliveryIds: $ids }) { replayedCount errors { code path } } }';
    const replay = await test.admin.send(REPLAY, { ids: [webhookDeliveries.nodes[0].id] });
    expect(replay.replayWebhookDeliveries).toEqual({ replayedCount: 1, errors: [] });
    await settled(test);
    expect((await receivedMessages(test)).map(({ text }: { text: string }) => text).sort()).toEqual([
      'after',
      'another delivery',
      'before',
      'poison',
    ]);
    const unknown = await test.admin.send(REPLAY, { ids: [webhookDeliveries.nodes[0].id, 'nonsense'] });
    expect(unknown.replayWebhookDeliveries).toMatchObject({
      replayedCount: 0,
      errors: [{ code: 'NOT_FOUND', path: ['deliveryIds', '1'] }],
    });
  });

  it('keeps what it does not understand, whole', async () => {
    const hologram = textMessage('', { type: 'hologram', hologram: { depth: 3, caption: 'Look!' }, text: undefined });
    await post(test.url, webhook({ messages: [hologram] }));
    await settled(test);
    expect(await receivedMessages(test)).toMatchObject([
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
      await post(test.url, webhook({ messages: [textMessage('odd time', { timestamp })] }));
    await post(
      test.url,
      metaJson(webhook({ messages: [textMessage('broken SURROGATE and NUL')] }))
        .replace('SURROGATE', '\\ud83c')
        .replace('NUL', '\\u0000'),
    );
    await post(test.url, webhook({ messages: [textMessage('x'.repeat(100_000))] }));
    await settled(test);
    const all = (await receivedMessages(test)) as { text: string; occurredAt: string }[];
    const odd = all.filter(({ text }) => text === 'odd time');
    expect(odd).toHaveLength(times.length);
    for (const { occurredAt } of odd) expect(Math.abs(Date.parse(occurredAt) - Date.now())).toBeLessThan(60_000);
    expect(all.map(({ text }) => text)).toContain('broken \ufffd and \ufffd');
    expect(all.some(({ text }) => text.length === 100_000)).toBe(true);
    expect((await test.admin.send(DELIVERIES, { state: ['FAILED'] })).webhookDeliveries.nodes).toEqual([]);
  });

  it('knows a customer by number, by user id, or both, and keeps one conversation', async () => {
    const contact = (identity: object, name: string) => ({ contacts: [{ profile: { name }, ...identity }] });
    const byId = textMessage('by id', { from: undefined, from_user_id: 'US.1' });
    const byBoth = textMessage('by both', { from: '16505550001', from_user_id: 'US.1' });
    const byNumber = textMessage('by number', { from: '16505550001' });
    await post(test.url, webhook({ messages: [byId], ...contact({ user_id: 'US.1' }, 'Ann') }));
    await settled(test);
    expect((await test.admin.send(INBOX)).conversations.nodes).toMatchObject([
      { contact: { displayName: 'Ann', userId: 'US.1', waId: null, phoneNumber: null } },
    ]);
    await post(
      test.url,
      webhook({ messages: [byBoth], ...contact({ user_id: 'US.1', wa_id: '16505550001' }, 'Ann Lee') }),
    );
    await settled(test);
    await post(test.url, webhook({ messages: [byNumber], contacts: [] }));
    await settled(test);
    const { nodes } = (await test.admin.send(INBOX)).conversations;
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({
      contact: { displayName: 'Ann Lee', userId: 'US.1', waId: '16505550001', phoneNumber: '+16505550001' },
      unreadCount: 3,
    });
  });

  it('counts the window from the customer’s own time, and a late message does not shorten it', async () => {
    const now = Math.floor(Date.now() / 1000);
    const at = (hoursAgo: number) => String(now - hoursAgo * 3_600);
    await post(test.url, webhook({ messages: [textMessage('late', { timestamp: at(30) })] }));
    await settled(test);
    expect((await test.admin.send(INBOX)).conversations.nodes).toMatchObject([{ serviceWindow: { isOpen: false } }]);
    await post(test.url, webhook({ messages: [textMessage('now', { timestamp: at(1) })] }));
    await settled(test);
    await post(test.url, webhook({ messages: [textMessage('even later', { timestamp: at(40) })] }));
    await settled(test);
    const [conversation] = (await test.admin.send(INBOX)).conversations.nodes;
    expect(conversation).toMatchObject({ serviceWindow: { isOpen: true }, lastMessage: { text: 'now' } });
    expect(Date.parse(conversation.serviceWindow.expiresAt)).toBe(Number(at(1)) * 1000 + 86_400_000);
    expect(conversation.messages.nodes.map(({ text }: { text: string }) => text)).toEqual([
      'even later',
      'late',
      'now',
    ]);
  });

  it('forgets deliveries when their retention has ended, but none that still waits', async () => {
    await post(test.url, webhook({ messages: [textMessage('old')] }));
    await settled(test);
    await test.database.run(
      `INSERT INTO webhook_deliveries (id, account_id, body, received_at) VALUES ($1, $2, '{}', now())`,
      [firstIdOf(new Date(Date.now() - 1_000)), '01a202bc-b51f-70ee-84fa-9e2d3c84eb0b'],
    );
    await test.app.get(RetentionService).run();
    expect(await countRows(test, 'webhook_deliveries')).toBe(2);
    test.clock.advance(31 * 86_400_000);
    await test.app.get(RetentionService).run();
    test.clock.advance(-31 * 86_400_000);
    expect(await test.database.query('SELECT state FROM webhook_deliveries')).toEqual([{ state: 'RECEIVED' }]);
    expect(await receivedMessages(test)).toHaveLength(1);
  });

  it('keeps a status that speaks of a message it does not know', async () => {
    await post(
      test.url,
      webhook({ statuses: [status('wamid.unknown', 'delivered'), status('wamid.unknown', 'delivered')] }),
    );
    await settled(test);
    expect(await countRows(test, 'early_statuses')).toBe(1);
    expect((await test.admin.send(DELIVERIES)).webhookDeliveries.nodes).toMatchObject([{ state: 'PROCESSED' }]);
  });

  const SPEC = join(import.meta.dirname, '..', '..', '..', 'shared', 'meta-openapi-v23.yaml');
  (existsSync(SPEC) ? it : it.skip)('takes in every webhook example of Meta’s own OpenAPI file', async () => {
    const live = test.admin.subscribe(
      'subscription ($id: ID!) { inboxEvents(accountId: $id) { ... on MessageChanged { message { id text content { __typename } } } } }',
      { id: account.id },
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const examples = readExamples(readFileSync(SPEC, 'utf8'), {
      whatsappAccountId: DEMO.whatsappAccountId,
      phoneNumberId: DEMO.phoneNumberId,
    });
    expect(examples.length).toBeGreaterThanOrEqual(15);
    for (const { payload } of examples) expect((await post(test.url, payload)).status).toBe(200);
    await settled(test);
    const received = await receivedMessages(test);
    expect(received).toHaveLength(examples.length);
    const kinds = received.map(({ content }) => content.__typename);
    expect(kinds.filter((kind) => kind === 'UnsupportedContent')).toHaveLength(
      examples.filter(({ name }) => name === 'Unsupported Message').length,
    );
    for (const kind of ['Text', 'Media', 'Location', 'Contacts', 'Reply', 'Order', 'System', 'Reaction'])
      expect(kinds).toContain(`${kind}Content`);
    const seen = (events: { message?: { id: string } }[]) =>
      new Set(events.flatMap(({ message }) => message?.id ?? []));
    await live.until(({ events }) => seen(events).size === examples.length, 'all of them live');
    expect((await test.admin.send(DELIVERIES, { state: ['FAILED', 'IGNORED'] })).webhookDeliveries.nodes).toEqual([]);
    await live.close();
  });
});
