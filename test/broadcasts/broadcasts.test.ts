import { graphql } from '../generated/gql.js';
import type { BroadcastDetailsFragment, StartBroadcastInput, TemplateDetailsFragment } from '../generated/graphql.js';
import { allOf, first, must, only, problems } from '../support/expectations.js';
import { aFieldVariable } from '../support/factories/drafts.js';
import { manyRecipients } from '../support/factories/keys.js';
import { anOrder } from '../support/factories/shop.js';
import type { BroadcastsDriver } from '../support/world/broadcasts.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const CHANGES = graphql(`
  subscription BroadcastChanges($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename ... on BroadcastChanged { broadcast { id status ...BroadcastCounts } }
    }
  }
`);
const DELIVERED = graphql(`
  query DeliveredOfBroadcast($id: ID!) {
    broadcast(id: $id) {
      messages(status: [DELIVERED], first: 1) { nodes { text record { id } } pageInfo { hasNextPage } }
    }
  }
`);

describe('Broadcasts', () => {
  let world: TestWorld;
  let manager: Person;
  let broadcasts: BroadcastsDriver;
  let template: TemplateDetailsFragment;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    manager = await world.people.add('MANAGER');
    broadcasts = world.broadcasts.as(manager);
    template = await world.templates.as(manager).approved({
      body: 'Hello {{1}}, we have moved to a new place.',
      variables: [aFieldVariable({ fieldPath: 'customer.name', sampleValue: 'Pablo', fallback: 'you' })],
    });
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());

  const tryStart = (input: Partial<StartBroadcastInput>) => broadcasts.tryStart({ templateId: template.id, ...input });
  const start = (input: Partial<StartBroadcastInput>) => broadcasts.start({ templateId: template.id, ...input });
  const arrived = ({ phoneNumber }: { phoneNumber: string }) => world.customers.gotAt(phoneNumber);
  const delivered = (count: number) => (broadcast: BroadcastDetailsFragment) => broadcast.delivered === count;

  it('reaches everybody once, with counts that add up while it runs, and tells how far it is', async () => {
    const after = await world.accounts.eventCursor();
    const recipients = manyRecipients(60, 6_000_000);
    const broadcast = await start({ recipients });
    expect(broadcast).toMatchObject({
      status: 'RUNNING',
      total: 60,
      messagesPerSecond: null,
      skipped: [],
      template: { id: template.id },
      createdBy: { __typename: 'User', id: manager.id },
    });
    const done = await broadcasts.until(
      broadcast.id,
      ({ delivered, status }) => delivered === 60 && status === 'FINISHED',
    );
    expect(done.finishedAt).not.toBeNull();
    for (const recipient of recipients) expect(arrived(recipient)).toHaveLength(1);
    const live = manager.client.subscribe(CHANGES, { id: world.account.id, after });
    await live.until(
      ({ events }) =>
        allOf(events, 'BroadcastChanged').some(
          ({ broadcast: { id, status, delivered } }) =>
            id === broadcast.id && status === 'FINISHED' && delivered === 60,
        ),
      'the end of the broadcast',
    );
    await live.close();
  });

  it('is the same broadcast for the same key, also when it is asked for at once, and refuses other content', async () => {
    const recipients = manyRecipients(5, 6_000_100);
    const theKey = { idempotencyKey: 'the same' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => start({ ...theKey, recipients })));
    const id = only([...new Set(answers.map((broadcast) => broadcast.id))], 'broadcast');
    await broadcasts.until(id, delivered(5));
    for (const recipient of recipients) expect(arrived(recipient)).toHaveLength(1);
    const other = await tryStart({ ...theKey, recipients: manyRecipients(6, 6_000_100) });
    expect(problems(other.errors)).toEqual(['CONFLICT idempotencyKey']);
  });

  it('is checked as a whole: every error of every recipient, and nothing is stored', async () => {
    const before = world.meta.world.messages.length;
    const recipients = [
      { phoneNumber: '+16506000200' },
      { phoneNumber: 'nonsense' },
      {},
      { phoneNumber: '+1 (650) 600-0200' },
      { recordId: '01890000-0000-7000-8000-000000000000' },
      { recordId: world.records.id('mute') },
      { contactId: 'nobody' },
    ];
    const { broadcast, errors } = await tryStart({ recipients });
    expect(broadcast).toBeNull();
    expect(problems(errors)).toEqual([
      'PHONE_INVALID recipients.1.phoneNumber',
      'REQUIRED recipients.2',
      'NOT_FOUND recipients.4.recordId',
      'PHONE_INVALID recipients.5.phoneNumber',
      'NOT_FOUND recipients.6.contactId',
      'DUPLICATE recipients.3',
    ]);
    expect(world.meta.world.messages).toHaveLength(before);

    const lenient = must((await tryStart({ recipients, skipInvalid: true })).broadcast);
    expect(lenient.total).toBe(1);
    expect(lenient.skipped.map(({ index, errors }) => [index, first(errors).code])).toEqual([
      [1, 'PHONE_INVALID'],
      [2, 'REQUIRED'],
      [3, 'DUPLICATE'],
      [4, 'NOT_FOUND'],
      [5, 'PHONE_INVALID'],
      [6, 'NOT_FOUND'],
    ]);
    await broadcasts.until(lenient.id, delivered(1));
    expect(problems((await tryStart({ recipients: [{ phoneNumber: 'x' }], skipInvalid: true })).errors)).toEqual([
      'PHONE_INVALID recipients.0.phoneNumber',
    ]);
  });

  it.each<[Partial<StartBroadcastInput>, string]>([
    [{ recipients: [] }, 'REQUIRED recipients'],
    [{}, 'REQUIRED recipients'],
    [{ recipients: [{ phoneNumber: '+16506000300' }], recordFilter: {} }, 'INVALID_INPUT recordFilter'],
    [{ recipients: [{ phoneNumber: '+16506000300' }], messagesPerSecond: 0 }, 'INVALID_INPUT messagesPerSecond'],
    [
      { recipients: [{ phoneNumber: '+16506000300' }], messagesPerSecond: 1_000_000 },
      'INVALID_INPUT messagesPerSecond',
    ],
    [{ recipients: [{ phoneNumber: '+16506000300' }], startAt: '2020-01-01T00:00:00Z' }, 'INVALID_INPUT startAt'],
    [{ recipients: [{ phoneNumber: '+16506000300' }], startAt: '2099-01-01T00:00:00Z' }, 'INVALID_INPUT startAt'],
    [{ recordFilter: { colour: 'red' } }, 'INVALID_INPUT recordFilter.colour'],
    [{ recordFilter: { number: null } }, 'INVALID_INPUT recordFilter.number'],
    [{ recordFilter: 'all' }, 'INVALID_FORMAT recordFilter'],
    [{ recordFilter: { number: 'there is none' } }, 'INVALID_INPUT recordFilter'],
  ])('refuses %j: %s', async (input, problem) => {
    const { broadcast, errors } = await tryStart(input);
    expect([broadcast, problems(errors)]).toEqual([null, [problem]]);
  });

  it('goes to all records that match', async () => {
    await world.records.push('order', [
      anOrder('x1', { note: 'yes', customer: 'ann' }),
      anOrder('x2', { note: 'yes', customer: 'bob' }),
      anOrder('x3', { note: 'no', customer: 'ann' }),
    ]);
    const broadcast = await start({ recordFilter: { note: 'yes' } });
    expect(broadcast.total).toBe(2);
    await broadcasts.until(broadcast.id, delivered(2));
    const { broadcast: found } = await manager.client.send(DELIVERED, { id: broadcast.id });
    expect(found?.messages).toEqual({
      nodes: [{ text: 'Hello Ann, we have moved to a new place.', record: { id: world.records.id('x1') } }],
      pageInfo: { hasNextPage: true },
    });
    // Ann has two orders, and Nobody no number.
    const all = must((await tryStart({ recordFilter: {}, skipInvalid: true })).broadcast);
    expect(all.total).toBe(2);
    expect(all.skipped.length).toBeGreaterThanOrEqual(4);
    expect(all.skipped.every(({ recordId }) => recordId !== null)).toBe(true);
  });

  it('still sends what a record said that has been deleted meanwhile', async () => {
    await world.records.push('order', [anOrder('gone', { note: 'gone', customer: 'bob' })]);
    const startAt = new Date(Date.now() + 1_500).toISOString();
    const broadcast = await start({ recordFilter: { note: 'gone' }, startAt });
    expect(broadcast).toMatchObject({ status: 'SCHEDULED', startAt, queued: 1 });
    expect(await world.records.delete('order', ['gone'])).toEqual({ deletedCount: 1, errors: [] });
    await broadcasts.until(broadcast.id, delivered(1));
  });

  it('begins when its time has come, and not before', async () => {
    const startAt = new Date(Date.now() + 2_000);
    const broadcast = await start({ recipients: manyRecipients(1, 6_000_400), startAt: startAt.toISOString() });
    expect(broadcast.status).toBe('SCHEDULED');
    await broadcasts.until(broadcast.id, delivered(1));
    expect(world.meta.lastRequestTo('/messages').at).toBeGreaterThanOrEqual(startAt.getTime());
  });
});
