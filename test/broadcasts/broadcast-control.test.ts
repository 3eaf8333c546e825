import { graphql } from '../generated/gql.js';
import type { StartBroadcastInput, TemplateDetailsFragment } from '../generated/graphql.js';
import { eventually, allOf, first, last, must, only, pause, problems, valueAt } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { manyRecipients } from '../support/factories/keys.js';
import type { Answer } from '../support/graphql/graphql-client.js';
import type { BroadcastsDriver } from '../support/world/broadcasts.js';
import type { Person } from '../support/world/people.js';
import type { TemplatesDriver } from '../support/world/templates.js';
import { TestWorld } from '../support/world/test-world.js';

const ERASE = graphql(`
  mutation EraseRecipient($id: ID!) { eraseContact(input: { contactId: $id }) { errors { code } } }
`);
const TOTALS = graphql(`
  subscription BroadcastTotals($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) { __typename ... on BroadcastChanged { broadcast { id total } } }
  }
`);
const CONTACTS = graphql(`
  query RecipientsLike($search: String!) { contacts(search: $search) { nodes { id } } }
`);
const OPT_OUT = graphql(`
  mutation OptOutRecipient($id: ID!) { optOutContact(input: { contactId: $id }) { errors { code } } }
`);
/** Asks for little: the test measures how soon it is done. */
const SEND = graphql(`
  mutation SendAtOnce($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { code } } }
`);
const MESSAGES = graphql(`
  query MessagesOfBroadcast($id: ID!) {
    broadcast(id: $id) { total messages { nodes { conversation { participants { user { id } } } } } }
  }
`);
const CANCEL = graphql(`
  mutation CancelBroadcastAsOperator($id: ID!) { cancelBroadcast(input: { broadcastId: $id }) { errors { code } } }
`);
const LATEST = graphql(`
  query LatestBroadcast($id: ID!) {
    broadcasts(accountId: $id, first: 1) { nodes { id } pageInfo { hasNextPage } }
  }
`);

describe('Broadcasts under way', () => {
  let world: TestWorld;
  let manager: Person;
  let broadcasts: BroadcastsDriver;
  let templates: TemplatesDriver;
  let template: TemplateDetailsFragment;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    broadcasts = world.broadcasts.as(manager);
    templates = world.templates.as(manager);
    template = await templates.approved({
      body: 'Hello {{1}}, we have moved to a new place.',
      variables: [aFieldVariable({ fieldPath: 'customer.name', sampleValue: 'Pablo', fallback: 'you' })],
    });
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());

  const tryStart = (input: Partial<StartBroadcastInput>) => broadcasts.tryStart({ templateId: template.id, ...input });
  const start = (input: Partial<StartBroadcastInput>) => broadcasts.start({ templateId: template.id, ...input });
  const arrived = ({ phoneNumber }: { phoneNumber: string }) => world.customers.gotAt(phoneNumber);
  /** A template that stands for itself. */
  const approved = (body: string, category: 'UTILITY' | 'MARKETING' = 'UTILITY') =>
    templates.approved({ category, body, variables: [], appliesTo: null, phoneField: null });

  it('keeps its own pace', async () => {
    const broadcast = await start({ recipients: manyRecipients(25, 6_000_500), messagesPerSecond: 10 });
    await broadcasts.until(broadcast.id, ({ status }) => status === 'FINISHED');
    const times = world.meta
      .requestsTo('/messages')
      .filter(({ body }) => String(valueAt(body, 'to')).startsWith('165060005'))
      .map(({ at }) => at)
      .sort((a, b) => a - b);
    expect(times).toHaveLength(25);
    expect(last(times) - first(times)).toBeGreaterThanOrEqual(2_200);
    times.forEach((time, index) => {
      const inTheSecond = times.slice(index).filter((later) => later < time + 1_000);
      expect(inTheSecond.length).toBeLessThanOrEqual(12);
    });
  });

  it('counts no longer who was erased, and says so', async () => {
    const recipients = manyRecipients(3, 6_000_550);
    const broadcast = await start({ recipients });
    await broadcasts.until(broadcast.id, ({ status }) => status === 'FINISHED');
    const after = await world.accounts.eventCursor();
    const { contact } = await world.inbox.as(manager).conversationWith(first(recipients).phoneNumber);
    expect((await world.admin.send(ERASE, { id: contact.id })).eraseContact.errors).toEqual([]);
    expect(await broadcasts.read(broadcast.id)).toMatchObject({ status: 'FINISHED', total: 2 });
    const live = manager.client.subscribe(TOTALS, { id: world.account.id, after });
    await live.until(
      ({ events }) =>
        allOf(events, 'BroadcastChanged').some(({ broadcast: { id, total } }) => id === broadcast.id && total === 2),
      'the new total',
      30_000, // finished ones are looked at every ten seconds
    );
    await live.close();
  });

  it('can be cancelled, also twice: what is not sent is CANCELLED, and the rest is what arrived', async () => {
    const recipients = manyRecipients(40, 6_000_600);
    const broadcast = await start({ recipients, messagesPerSecond: 4 });
    await broadcasts.until(broadcast.id, ({ queued }) => queued < 38);
    const cancelled = await broadcasts.cancel(broadcast.id);
    expect(cancelled).toMatchObject({ broadcast: { status: 'CANCELLED' }, errors: [] });
    expect(await broadcasts.cancel(broadcast.id)).toMatchObject({
      broadcast: { status: 'CANCELLED' },
      errors: [],
    });
    const ended = await broadcasts.until(broadcast.id, ({ delivered, cancelled }) => delivered + cancelled === 40);
    expect(ended.cancelled).toBeGreaterThan(5);
    const counts = recipients.map((recipient) => arrived(recipient).length);
    expect(counts.filter((count) => count === 1)).toHaveLength(ended.delivered);
    expect(counts.filter((count) => count === 0)).toHaveLength(ended.cancelled);
    expect(problems((await broadcasts.resume(broadcast.id)).errors)).toEqual(['NOT_ALLOWED_NOW broadcastId']);
  });

  it('is paused and resumed by hand', async () => {
    const broadcast = await start({ recipients: manyRecipients(20, 6_000_700), messagesPerSecond: 5 });
    const paused = await broadcasts.pause(broadcast.id);
    const pauseCause = { kind: 'BY_HAND', errorCode: null };
    expect(paused.broadcast).toMatchObject({ status: 'PAUSED', resumesAt: null, pauseCause });
    const queued = async () => (await broadcasts.read(broadcast.id)).queued;
    // what was claimed, or was being claimed, still goes out; at 5 a second nothing else stands still before it is 0
    const [before, after] = await eventually(
      async () => [await queued(), await pause(1_000).then(queued)] as const,
      ([earlier, later]) => earlier === later,
    );
    expect(after).toBe(before);
    expect(after).toBeGreaterThan(0);
    await broadcasts.resume(broadcast.id);
    await broadcasts.until(broadcast.id, ({ delivered, status }) => delivered === 20 && status === 'FINISHED');
  });

  it('pauses by itself when Meta asks for it, and goes on by itself', async () => {
    world.meta.planError({ times: 2, code: 130429 });
    const recipients = manyRecipients(20, 6_000_800);
    const broadcast = await start({ recipients });
    const paused = await broadcasts.until(broadcast.id, ({ status }) => status === 'PAUSED');
    expect(paused.resumesAt).not.toBeNull();
    expect(paused.pauseReason).toContain('130429');
    expect(paused.pauseCause).toEqual({ kind: 'REFUSED', errorCode: 130429 });
    await broadcasts.until(broadcast.id, ({ delivered, status }) => delivered === 20 && status === 'FINISHED');
    for (const recipient of recipients) expect(arrived(recipient)).toHaveLength(1);
  });

  it('waits while its template is paused in mid-campaign, and loses nobody', async () => {
    const own = await approved('A thing of its own.');
    const broadcast = await start({
      templateId: own.id,
      recipients: manyRecipients(20, 6_000_900),
      messagesPerSecond: 10,
    });
    await broadcasts.until(broadcast.id, ({ delivered }) => delivered > 2);
    world.meta.decide(own.remoteId, 'PAUSED');
    const paused = await broadcasts.until(broadcast.id, ({ status, queued }) => status === 'PAUSED' && queued > 0);
    expect(paused.pauseReason).toMatch(/PAUSED|132015/);
    await templates.until(own.id, 'PAUSED'); // Meta may have refused a message before its webhook came
    expect(problems((await broadcasts.resume(broadcast.id)).errors)).toEqual(['TEMPLATE_NOT_SENDABLE broadcastId']);
    world.meta.decide(own.remoteId, 'APPROVED');
    await templates.until(own.id, 'APPROVED');
    if ((await broadcasts.read(broadcast.id)).status === 'PAUSED') await broadcasts.resume(broadcast.id);
    await broadcasts.until(broadcast.id, ({ delivered, status }) => delivered === 20 && status === 'FINISHED');
  });

  it('does not reach whoever has opted out since', async () => {
    const offer = await approved('An offer for you.', 'MARKETING');
    const recipients = manyRecipients(2, 6_001_000);
    const startAt = new Date(Date.now() + 2_000).toISOString();
    const broadcast = await start({ templateId: offer.id, recipients, startAt });
    const { contacts } = await manager.client.send(CONTACTS, { search: '16506001000' });
    const { optOutContact } = await manager.client.send(OPT_OUT, { id: only(contacts.nodes).id });
    expect(optOutContact.errors).toEqual([]);
    await broadcasts.until(broadcast.id, ({ delivered, cancelled }) => delivered === 1 && cancelled === 1);
    expect(arrived(first(recipients))).toHaveLength(0);
    const again = await tryStart({ templateId: offer.id, recipients });
    expect(problems(again.errors)).toEqual(['OPTED_OUT recipients.0']);
  });

  it('never holds up an answer of a colleague', async () => {
    const sentByUs = () => world.meta.world.messages.filter(({ direction }) => direction === 'OUT');
    const { customer, conversation } = await world.customers.startsConversation('Hi');
    const broadcast = await start({ recipients: manyRecipients(1_000, 6_002_000) });
    const content = { text: { body: 'At once' } };
    const { sendMessage } = await manager.client.send(SEND, {
      input: { idempotencyKey: 'urgent', conversationId: conversation.id, content },
    });
    expect(sendMessage.errors).toEqual([]);
    const sentWhenQueued = sentByUs().length;
    const answer = only(await world.customers.gets(customer, 1));
    const place = sentByUs().indexOf(answer);
    expect(place).toBeLessThan(900); // the broadcast was under way
    // before it came no more of the broadcast than was on its way already
    expect(place - sentWhenQueued).toBeLessThan(40);
    await broadcasts.cancel(broadcast.id);
  }, 120_000);

  it('makes nobody a participant, and lists what was sent to managers alone', async () => {
    const operator = await world.people.add('OPERATOR');
    const broadcast = await start({ recipients: manyRecipients(1, 6_003_000) });
    await broadcasts.until(broadcast.id, ({ delivered }) => delivered === 1);
    const { broadcast: seen } = await manager.client.send(MESSAGES, { id: broadcast.id });
    expect(must(seen).messages.nodes).toEqual([{ conversation: { participants: [] } }]);
    const codes = ({ errors }: Answer<unknown>) => errors.map(({ extensions }) => extensions.code);
    expect(codes(await operator.client.request(MESSAGES, { id: broadcast.id }))).toEqual(['FORBIDDEN']);
    expect(codes(await operator.client.request(CANCEL, { id: broadcast.id }))).toEqual(['FORBIDDEN']);
    const latest = await manager.client.send(LATEST, { id: world.account.id });
    expect(latest.broadcasts).toEqual({ nodes: [{ id: broadcast.id }], pageInfo: { hasNextPage: true } });
  });
});
