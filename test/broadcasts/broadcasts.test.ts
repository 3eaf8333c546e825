import { Campaigns, COUNTS, people, problems } from '../support/legacy/campaigns.js';
import type { Studio } from '../support/legacy/studio.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Broadcasts', () => {
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

  it('reaches everybody once, with counts that add up while it runs, and tells how far it is', async () => {
    const { account } = await studio.client.send('query ($id: ID!) { account(id: $id) { eventCursor } }', {
      id: studio.account.id,
    });
    const recipients = people(60, 6_000_000);
    const { broadcast, errors } = await campaigns.start({ recipients });
    expect(errors).toEqual([]);
    expect(broadcast).toMatchObject({
      status: 'RUNNING',
      total: 60,
      messagesPerSecond: null,
      skipped: [],
      template: { id: campaigns.template.id },
      createdBy: { __typename: 'User', id: studio.manager.id },
    });
    const done = await campaigns.until(
      broadcast.id,
      ({ delivered, status }) => delivered === 60 && status === 'FINISHED',
    );
    expect(done.finishedAt).not.toBeNull();
    for (const recipient of recipients) expect(campaigns.arrived(recipient)).toHaveLength(1);
    const events = studio.client.subscribe(
      `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) { __typename ... on BroadcastChanged { broadcast { id status ${COUNTS} } } } }`,
      { id: studio.account.id, after: account.eventCursor },
    );
    await events.until(
      ({ events: seen }) =>
        seen.some(
          ({ broadcast: told }) => told?.id === broadcast.id && told.status === 'FINISHED' && told.delivered === 60,
        ),
      'the end of the broadcast',
    );
    await events.close();
  });

  it('is the same broadcast for the same key, also when it is asked for at once, and refuses other content', async () => {
    const input = { idempotencyKey: 'the same', templateId: campaigns.template.id, recipients: people(5, 6_000_100) };
    const answers = await Promise.all(Array.from({ length: 8 }, () => campaigns.change('startBroadcast', input)));
    expect(new Set(answers.map(({ broadcast }) => broadcast.id)).size).toBe(1);
    await campaigns.until(answers[0].broadcast.id, ({ delivered }) => delivered === 5);
    for (const recipient of input.recipients) expect(campaigns.arrived(recipient)).toHaveLength(1);
    const other = await campaigns.change('startBroadcast', { ...input, recipients: people(6, 6_000_100) });
    expect(problems(other.errors)).toEqual(['CONFLICT idempotencyKey']);
  });

  it('is checked as a whole: every error of every recipient, and nothing is stored', async () => {
    const before = studio.test.simulator.world.messages.length;
    const recipients = [
      { phoneNumber: '+16506000200' },
      { phoneNumber: 'nonsense' },
      {},
      { phoneNumber: '+1 (650) 600-0200' },
      { recordId: '01890000-0000-7000-8000-000000000000' },
      { recordId: studio.records.mute },
      { contactId: 'nobody' },
    ];
    const { broadcast, errors } = await campaigns.start({ recipients });
    expect(broadcast).toBeNull();
    expect(problems(errors)).toEqual([
      'PHONE_INVALID recipients.1.phoneNumber',
      'REQUIRED recipients.2',
      'NOT_FOUND recipients.4.recordId',
      'PHONE_INVALID recipients.5.phoneNumber',
      'NOT_FOUND recipients.6.contactId',
      'DUPLICATE recipients.3',
    ]);
    expect(studio.test.simulator.world.messages).toHaveLength(before);

    const { broadcast: lenient } = await campaigns.start({ recipients, skipInvalid: true });
    expect(lenient.total).toBe(1);
    expect(lenient.skipped.map(({ index, errors: [error] }: any) => [index, error.code])).toEqual([
      [1, 'PHONE_INVALID'],
      [2, 'REQUIRED'],
      [3, 'DUPLICATE'],
      [4, 'NOT_FOUND'],
      [5, 'PHONE_INVALID'],
      [6, 'NOT_FOUND'],
    ]);
    await campaigns.until(lenient.id, ({ delivered }) => delivered === 1);
    expect(problems((await campaigns.start({ recipients: [{ phoneNumber: 'x' }], skipInvalid: true })).errors)).toEqual(
      ['PHONE_INVALID recipients.0.phoneNumber'],
    );
  });

  it.each([
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
    const { broadcast, errors } = await campaigns.start(input);
    expect([broadcast, problems(errors)]).toEqual([null, [problem]]);
  });

  it('goes to all records that match', async () => {
    await studio.push(
      'order',
      ['x1', 'x2', 'x3'].map((externalId, index) => ({
        externalId,
        values: { number: externalId, note: index < 2 ? 'yes' : 'no', customer: ['ann', 'bob', 'ann'][index] },
      })),
    );
    const { broadcast, errors } = await campaigns.start({ recordFilter: { note: 'yes' } });
    expect(errors).toEqual([]);
    expect(broadcast.total).toBe(2);
    await campaigns.until(broadcast.id, ({ delivered }) => delivered === 2);
    const { broadcast: found } = await studio.client.send(
      'query ($id: ID!) { broadcast(id: $id) { messages(status: [DELIVERED], first: 1) { nodes { text record { id } } pageInfo { hasNextPage } } } }',
      { id: broadcast.id },
    );
    expect(found.messages).toEqual({
      nodes: [{ text: 'Hello Ann, we have moved to a new place.', record: { id: studio.records.x1 } }],
      pageInfo: { hasNextPage: true },
    });
    // Ann has two orders, and Nobody no number.
    const all = await campaigns.start({ recordFilter: {}, skipInvalid: true });
    expect(all.broadcast.total).toBe(2);
    expect(all.broadcast.skipped.length).toBeGreaterThanOrEqual(4);
    expect(all.broadcast.skipped.every(({ recordId }: any) => recordId !== null)).toBe(true);
  });

  it('still sends what a record said that has been deleted meanwhile', async () => {
    await studio.push('order', [{ externalId: 'gone', values: { number: 'gone', note: 'gone', customer: 'bob' } }]);
    const startAt = new Date(Date.now() + 1_500).toISOString();
    const { broadcast } = await campaigns.start({ recordFilter: { note: 'gone' }, startAt });
    expect(broadcast).toMatchObject({ status: 'SCHEDULED', startAt, queued: 1 });
    await studio.client.send(
      'mutation ($input: DeleteRecordsInput!) { deleteRecords(input: $input) { deletedCount errors { code } } }',
      { input: { modelId: studio.models.order, externalIds: ['gone'] } },
    );
    await campaigns.until(broadcast.id, ({ delivered }) => delivered === 1);
  });

  it('begins when its time has come, and not before', async () => {
    const [recipient] = people(1, 6_000_400);
    const startAt = new Date(Date.now() + 2_000);
    const { broadcast } = await campaigns.start({ recipients: [recipient], startAt: startAt.toISOString() });
    expect(broadcast.status).toBe('SCHEDULED');
    await campaigns.until(broadcast.id, ({ delivered }) => delivered === 1);
    const request = studio.test.simulator.world.requests.findLast(({ path }) => path.endsWith('/messages'));
    expect(request?.at).toBeGreaterThanOrEqual(startAt.getTime());
  });
});
