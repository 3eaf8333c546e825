/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { DEMO } from '../../src/simulator/demo-world.js';
import { Campaigns, people, problems } from '../support/legacy/campaigns.js';
import { eventually } from '../support/legacy/graphql-client.js';
import type { Studio } from '../support/legacy/studio.js';
import { addPerson, type Person } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Broadcasts under way', () => {
  let campaigns: Campaigns;
  let studio: Studio;

  beforeAll(async () => {
    campaigns = await Campaigns.open();
    ({ studio } = campaigns);
  });
  afterAll(() => studio.test.close());
  beforeEach(() => {
    studio.test.simulator.world.plannedErrors.length = 0;
  });

  it('keeps its own pace', async () => {
    const { broadcast } = await campaigns.start({ recipients: people(25, 6_000_500), messagesPerSecond: 10 });
    await campaigns.until(broadcast.id, ({ status }) => status === 'FINISHED');
    const times = studio.test.simulator.world.requests
      .filter(({ path, body }) => path.endsWith('/messages') && String((body as any).to).startsWith('165060005'))
      .map(({ at }) => at)
      .sort((a, b) => a - b);
    expect(times).toHaveLength(25);
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(2_200);
    times.forEach((time, index) => {
      const inTheSecond = times.slice(index).filter((later) => later < time + 1_000);
      expect(inTheSecond.length).toBeLessThanOrEqual(12);
    });
  });

  it('counts no longer who was erased, and says so', async () => {
    const { client, account, test } = studio;
    const [first, ...others] = people(3, 6_000_550);
    const { broadcast } = await campaigns.start({ recipients: [first, ...others] });
    await campaigns.until(broadcast.id, ({ status }) => status === 'FINISHED');
    const { account: now } = await client.send('query ($id: ID!) { account(id: $id) { eventCursor } }', {
      id: account.id,
    });
    const { conversations } = await client.send(
      'query ($search: String) { conversations(filter: { search: $search }) { nodes { contact { id } } } }',
      { search: first!.phoneNumber },
    );
    const [{ contact }] = conversations.nodes;
    await test.admin.send(
      'mutation ($id: ID!) { eraseContact(input: { contactId: $id }) { errors { code } } }',
      contact,
    );
    expect(await campaigns.read(broadcast.id)).toMatchObject({ status: 'FINISHED', total: others.length });
    const live = client.subscribe(
      'subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { ... on BroadcastChanged { broadcast { id total } } } }',
      { id: account.id, after: now.eventCursor },
    );
    await live.until(
      ({ events }) =>
        events.some((event) => event.broadcast?.id === broadcast.id && event.broadcast.total === others.length),
      'the new total',
      30_000, // finished ones are looked at every ten seconds
    );
    await live.close();
  });

  it('can be cancelled, also twice: what is not sent is CANCELLED, and the rest is what arrived', async () => {
    const recipients = people(40, 6_000_600);
    const { broadcast } = await campaigns.start({ recipients, messagesPerSecond: 20 });
    await campaigns.until(broadcast.id, ({ queued }) => queued < 30);
    const first = await campaigns.change('cancelBroadcast', { broadcastId: broadcast.id });
    expect(first.broadcast.status).toBe('CANCELLED');
    expect(await campaigns.change('cancelBroadcast', { broadcastId: broadcast.id })).toMatchObject({
      broadcast: { status: 'CANCELLED' },
      errors: [],
    });
    const ended = await campaigns.until(broadcast.id, ({ delivered, cancelled }) => delivered + cancelled === 40);
    expect(ended.cancelled).toBeGreaterThan(5);
    const counts = recipients.map((recipient) => campaigns.arrived(recipient).length);
    expect(counts.filter((count) => count === 1)).toHaveLength(ended.delivered);
    expect(counts.filter((count) => count === 0)).toHaveLength(ended.cancelled);
    expect(problems((await campaigns.change('resumeBroadcast', { broadcastId: broadcast.id })).errors)).toEqual([
      'NOT_ALLOWED_NOW broadcastId',
    ]);
  });

  it('is paused and resumed by hand', async () => {
    const { broadcast } = await campaigns.start({ recipients: people(30, 6_000_700), messagesPerSecond: 20 });
    const paused = await campaigns.change('pauseBroadcast', { broadcastId: broadcast.id });
    expect(paused.broadcast).toMatchObject({ status: 'PAUSED', resumesAt: null });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { queued } = await campaigns.read(broadcast.id);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await campaigns.read(broadcast.id)).queued).toBe(queued);
    expect(queued).toBeGreaterThan(0);
    await campaigns.change('resumeBroadcast', { broadcastId: broadcast.id });
    await campaigns.until(broadcast.id, ({ delivered, status }) => delivered === 30 && status === 'FINISHED');
  });

  it('pauses by itself when Meta asks for it, and goes on by itself', async () => {
    studio.test.simulator.world.plannedErrors.push({ path: '/messages', times: 2, kind: 'CODE', code: 130429 });
    const recipients = people(20, 6_000_800);
    const { broadcast } = await campaigns.start({ recipients });
    const paused = await campaigns.until(broadcast.id, ({ status }) => status === 'PAUSED');
    expect(paused.resumesAt).not.toBeNull();
    expect(paused.pauseReason).toContain('130429');
    await campaigns.until(broadcast.id, ({ delivered, status }) => delivered === 20 && status === 'FINISHED');
    for (const recipient of recipients) expect(campaigns.arrived(recipient)).toHaveLength(1);
  });

  it('waits while its template is paused in mid-campaign, and loses nobody', async () => {
    const own = await studio.approved({
      body: 'A thing of its own.',
      variables: [],
      appliesTo: null,
      phoneField: null,
    });
    const { broadcast } = await campaigns.start({
      templateId: own.id,
      recipients: people(20, 6_000_900),
      messagesPerSecond: 10,
    });
    await campaigns.until(broadcast.id, ({ delivered }) => delivered > 2);
    studio.test.simulator.templates.decide(studio.remote(own.remoteId), 'PAUSED');
    const paused = await campaigns.until(broadcast.id, ({ status, queued }) => status === 'PAUSED' && queued > 0);
    expect(paused.pauseReason).toMatch(/PAUSED|132015/);
    expect(problems((await campaigns.change('resumeBroadcast', { broadcastId: broadcast.id })).errors)).toEqual([
      'TEMPLATE_NOT_SENDABLE broadcastId',
    ]);
    studio.test.simulator.templates.decide(studio.remote(own.remoteId), 'APPROVED');
    await studio.until(own.id, 'APPROVED');
    if ((await campaigns.read(broadcast.id)).status === 'PAUSED')
      await campaigns.change('resumeBroadcast', { broadcastId: broadcast.id });
    await campaigns.until(broadcast.id, ({ delivered, status }) => delivered === 20 && status === 'FINISHED');
  });

  it('does not reach whoever has opted out since', async () => {
    const offer = await studio.approved({
      category: 'MARKETING',
      body: 'An offer for you.',
      variables: [],
      appliesTo: null,
      phoneField: null,
    });
    const recipients = people(2, 6_001_000);
    const startAt = new Date(Date.now() + 2_000).toISOString();
    const { broadcast } = await campaigns.start({ templateId: offer.id, recipients, startAt });
    const { contacts } = await studio.client.send('{ contacts(search: "16506001000") { nodes { id } } }');
    await studio.client.send('mutation ($id: ID!) { optOutContact(input: { contactId: $id }) { errors { code } } }', {
      id: contacts.nodes[0].id,
    });
    await campaigns.until(broadcast.id, ({ delivered, cancelled }) => delivered === 1 && cancelled === 1);
    expect(campaigns.arrived(recipients[0]!)).toHaveLength(0);
    const again = await campaigns.start({ templateId: offer.id, recipients });
    expect(problems(again.errors)).toEqual(['OPTED_OUT recipients.0']);
  });

  it('never holds up an answer of a colleague', async () => {
    const { world, conversations } = studio.test.simulator;
    const phone = world.phones.get(DEMO.phoneNumberId)!;
    const customer = world.ensureCustomer('16506001100', 'Carla');
    conversations.write(phone, customer, 'text', { body: 'Hi' });
    const conversation = await eventually(
      async () =>
        (await studio.client.send('{ conversations(filter: { search: "16506001100" }) { nodes { id } } }'))
          .conversations.nodes[0],
      (found) => found !== undefined,
    );
    const { broadcast } = await campaigns.start({ recipients: people(400, 6_002_000) });
    const begin = Date.now();
    await studio.client.send(
      'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { code } } }',
      { input: { idempotencyKey: 'urgent', conversationId: conversation.id, content: { text: { body: 'At once' } } } },
    );
    await eventually(
      async () => studio.got('16506001100'),
      (messages) => messages.length === 1,
    );
    expect((await campaigns.read(broadcast.id)).queued).toBeGreaterThan(100);
    expect(Date.now() - begin).toBeLessThan(2_000);
    await campaigns.change('cancelBroadcast', { broadcastId: broadcast.id });
  });

  it('makes nobody a participant, and lists what was sent to managers alone', async () => {
    const operator: Person = await addPerson(studio.test, 'OPERATOR', [studio.account.id]);
    const { broadcast } = await campaigns.start({ recipients: people(1, 6_003_000) });
    await campaigns.until(broadcast.id, ({ delivered }) => delivered === 1);
    const MESSAGES =
      'query ($id: ID!) { broadcast(id: $id) { total messages { nodes { conversation { participants { user { id } } } } } } }';
    const { broadcast: seen } = await studio.client.send(MESSAGES, { id: broadcast.id });
    expect(seen.messages.nodes).toEqual([{ conversation: { participants: [] } }]);
    const answer = await operator.client.request(MESSAGES, { id: broadcast.id });
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    const refused = await operator.client.request(
      'mutation ($id: ID!) { cancelBroadcast(input: { broadcastId: $id }) { errors { code } } }',
      { id: broadcast.id },
    );
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    const { broadcasts } = await studio.client.send(
      'query ($id: ID!) { broadcasts(accountId: $id, first: 1) { nodes { id } pageInfo { hasNextPage } } }',
      { id: studio.account.id },
    );
    expect(broadcasts).toEqual({ nodes: [{ id: broadcast.id }], pageInfo: { hasNextPage: true } });
  });
});
