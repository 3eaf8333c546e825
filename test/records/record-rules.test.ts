import { graphql } from '../generated/gql.js';
import type { CreateRecordRuleInput, RecordRuleDetailsFragment, WaitingRuns } from '../generated/graphql.js';
import { eventually, must, only, pause, problems } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { anOrder } from '../support/factories/shop.js';
import { MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

graphql(`
  fragment RecordRuleDetails on RecordRule {
    id name status stopReason waitingCount trigger oncePerRecord template { id } dataModel { key }
    runs(first: 100) { nodes { state errors { ...Problem } record { externalId } message { id text status } } }
  }
`);
const CREATE = graphql(`
  mutation CreateRecordRule($input: CreateRecordRuleInput!) {
    createRecordRule(input: $input) { rule { ...RecordRuleDetails } errors { ...Problem } }
  }
`);
const ENABLE = graphql(`
  mutation EnableRecordRule($id: ID!) {
    enableRecordRule(input: { ruleId: $id }) { rule { ...RecordRuleDetails } errors { ...Problem } }
  }
`);
const DISABLE = graphql(`
  mutation DisableRecordRule($id: ID!) {
    disableRecordRule(input: { ruleId: $id }) { rule { ...RecordRuleDetails } errors { ...Problem } }
  }
`);
const RESUME = graphql(`
  mutation ResumeRecordRule($id: ID!, $waiting: WaitingRuns!) {
    resumeRecordRule(input: { ruleId: $id, waiting: $waiting }) { rule { ...RecordRuleDetails } errors { ...Problem } }
  }
`);
const RULE = graphql(`
  query RecordRuleInDetail($id: ID!) { recordRule(id: $id) { ...RecordRuleDetails } }
`);
const DRY_RUN = graphql(`
  query DryRunOfRule($id: ID!) {
    recordRule(id: $id) {
      dryRun(first: 2) { matchCount hasMore samples { record { externalId } phoneNumber text errors { ...Problem } } }
    }
  }
`);
const PUSH_BECAUSE = graphql(`
  mutation UpsertRecordsBecause($input: UpsertRecordsInput!) {
    upsertRecords(input: $input) { errors { ...Problem } }
  }
`);
const TITLES = graphql(`
  query TitlesOfNotifications { notifications(first: 20) { nodes { title body } } }
`);
const OPT_OUT = graphql(`
  mutation OptOutOfRules($id: ID!) { optOutContact(input: { contactId: $id }) { errors { ...Problem } } }
`);

describe('Rules for records', () => {
  let world: TestWorld;
  let templateId: string;
  let counter = 0;

  const tryCreate = async (input: Partial<CreateRecordRuleInput>) => {
    const wanted = {
      name: `Rule ${(counter += 1)}`,
      templateId,
      trigger: 'STATE_REACHED',
      recordFilter: {},
      ...input,
    } as const;
    return (await world.admin.send(CREATE, { input: wanted })).createRecordRule;
  };
  const anEnabledRule = async (input: Partial<CreateRecordRuleInput>): Promise<RecordRuleDetailsFragment> => {
    const { rule, errors } = await tryCreate(input);
    expect(errors).toEqual([]);
    const { enableRecordRule } = await world.admin.send(ENABLE, { id: must(rule).id });
    expect([enableRecordRule.rule?.status, enableRecordRule.errors]).toEqual(['ENABLED', []]);
    return must(enableRecordRule.rule);
  };
  const details = async (id: string) => must((await world.admin.send(RULE, { id })).recordRule);
  const runsOf = async (id: string): Promise<string[]> =>
    (await details(id)).runs.nodes.map(({ record, state, errors }) =>
      [record?.externalId ?? 'gone', state, ...errors.map(({ code }) => code)].join(' '),
    );
  const untilRuns = (id: string, ...runs: string[]) =>
    eventually(
      async () => (await runsOf(id)).toSorted(),
      (found) => JSON.stringify(found) === JSON.stringify(runs.toSorted()),
    );
  const resume = async (id: string, waiting: WaitingRuns) =>
    (await world.admin.send(RESUME, { id, waiting })).resumeRecordRule;
  const order = (externalId: string, note: string, customer = 'ann') => anOrder(externalId, { note, customer });

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    const draft = {
      ...aDraft({ accountId: world.account.id, body: 'Your order {{1}} is on its way to you.' }),
      category: 'MARKETING' as const,
      appliesTo: world.records.modelId('order'),
      phoneField: 'customer.phone',
      variables: [aFieldVariable({ fieldPath: 'number' })],
    };
    templateId = (await world.templates.approvedFrom(draft)).id;
  });
  afterAll(() => world.close());

  it('send when a record reaches their state, once, and say of each what came of it', async () => {
    await world.records.push('order', [order('r0', 'shipped')]);
    const rule = await anEnabledRule({ recordFilter: { note: 'shipped', 'customer.name': { startsWith: 'A' } } });
    await world.records.push('order', [
      order('r1', 'packed'),
      order('r2', 'shipped', 'nobody'),
      order('r0', 'shipped'),
    ]);
    expect(await runsOf(rule.id)).toEqual([]);
    await world.records.push('order', [order('r1', 'shipped')]);
    await world.records.push('order', [order('r1', 'shipped')]);
    await untilRuns(rule.id, 'r1 SENT');
    const run = only((await details(rule.id)).runs.nodes);
    expect(run.message?.text).toBe('Your order r1 is on its way to you.');
    // left and reached again: once per record
    await world.records.push('order', [order('r1', 'packed')]);
    await world.records.push('order', [order('r1', 'shipped')]);
    await untilRuns(rule.id, 'r1 SENT');
    await world.admin.send(DISABLE, { id: rule.id });
    await world.records.push('order', [order('r3', 'shipped')]);
    await untilRuns(rule.id, 'r1 SENT');
  });

  it('send each time that a state is reached, if they are told to, and once for writes that overtake each other', async () => {
    const rule = await anEnabledRule({ recordFilter: { note: 'ready' }, oncePerRecord: false });
    await Promise.all([1, 2, 3, 4].map(() => world.records.push('order', [order('e1', 'ready')])));
    await untilRuns(rule.id, 'e1 SENT');
    await world.records.push('order', [order('e1', 'away')]);
    await world.records.push('order', [order('e1', 'ready')]);
    await untilRuns(rule.id, 'e1 SENT', 'e1 SENT');
    await world.admin.send(DISABLE, { id: rule.id });
  });

  it('look at new records alone, where they are told to', async () => {
    const rule = await anEnabledRule({ trigger: 'CREATED', recordFilter: { note: 'new' } });
    await world.records.push('order', [order('r0', 'new'), order('n1', 'new'), order('n2', 'old')]);
    await untilRuns(rule.id, 'n1 SENT');
    await world.records.push('order', [order('n2', 'new')]);
    await untilRuns(rule.id, 'n1 SENT');
    await world.admin.send(DISABLE, { id: rule.id });
  });

  it('say why nothing was sent: no number, an opt-out', async () => {
    await world.customers.writes(world.customers.named('Bob', '4915112345678'), 'Hi');
    const { contact } = await world.inbox.conversationWith('4915112345678');
    await world.admin.send(OPT_OUT, { id: contact.id });
    const rule = await anEnabledRule({ recordFilter: { note: 'why' } });
    await world.records.push('order', [
      order('w1', 'why', 'bob'),
      order('w2', 'why', 'nobody'),
      order('w3', 'why', 'ann'),
    ]);
    await untilRuns(rule.id, 'w1 REFUSED OPTED_OUT', 'w2 REFUSED PHONE_INVALID', 'w3 SENT');
    await world.admin.send(DISABLE, { id: rule.id });
  });

  it('are tried without sending anything', async () => {
    await world.records.push('order', [order('d1', 'dry'), order('d2', 'dry', 'nobody'), order('d3', 'dry')]);
    const { rule } = await tryCreate({ recordFilter: { note: 'dry' } });
    const { recordRule } = await world.admin.send(DRY_RUN, { id: must(rule).id });
    expect(must(recordRule).dryRun).toEqual({
      matchCount: 3,
      hasMore: false,
      samples: [
        {
          record: { externalId: 'd1' },
          phoneNumber: '+16505551234',
          text: 'Your order d1 is on its way to you.',
          errors: [],
        },
        {
          record: { externalId: 'd2' },
          phoneNumber: null,
          text: null,
          errors: [expect.objectContaining({ code: 'PHONE_INVALID', path: ['phoneNumber'] })],
        },
      ],
    });
    expect(await runsOf(must(rule).id)).toEqual([]);
  });

  it('are stopped before they send more than their limit, and administrators are told', async () => {
    const rule = await anEnabledRule({ name: 'Flood', recordFilter: { note: 'flood' }, maxPerHour: 3 });
    await world.records.push(
      'order',
      ['f1', 'f2'].map((id) => order(id, 'flood')),
    );
    await untilRuns(rule.id, 'f1 SENT', 'f2 SENT');
    await world.records.push(
      'order',
      ['f3', 'f4'].map((id) => order(id, 'flood')),
    );
    await world.records.push('order', [order('f5', 'flood')]);
    expect(await details(rule.id)).toMatchObject({
      status: 'STOPPED',
      stopReason: '4 records have triggered it within an hour, and its limit is 3.',
      waitingCount: 3,
    });
    const { notifications } = await world.admin.send(TITLES);
    expect(notifications.nodes).toContainEqual({
      title: 'Flood',
      body: expect.stringContaining('its limit is 3') as string,
    });
    expect(problems((await world.admin.send(ENABLE, { id: rule.id })).enableRecordRule.errors)).toEqual([
      'NOT_ALLOWED_NOW ruleId',
    ]);
    expect((await resume(rule.id, 'SEND')).rule?.status).toBe('ENABLED');
    // one is left of the hour; the others wait for the next one
    await eventually(
      () => details(rule.id),
      ({ waitingCount, status }) => waitingCount === 2 && status === 'ENABLED',
    );
    const { disableRecordRule } = await world.admin.send(DISABLE, { id: rule.id });
    expect(disableRecordRule.rule).toMatchObject({ waitingCount: 0, status: 'DISABLED' });
    expect(problems((await resume(rule.id, 'DISCARD')).errors)).toEqual(['NOT_ALLOWED_NOW ruleId']);
  });

  it('go on in the next hour with what was too much for this one', async () => {
    const rule = await anEnabledRule({ recordFilter: { note: 'slowly' }, maxPerHour: 1 });
    await world.records.push('order', [order('h1', 'slowly'), order('h2', 'slowly')]);
    expect((await resume(rule.id, 'SEND')).rule?.status).toBe('ENABLED');
    const waiting = async () => (await details(rule.id)).waitingCount;
    await eventually(waiting, (count) => count === 1);
    await world.later(30 * MINUTE_MS);
    await pause(6_000); // looked at at least once more
    expect(await waiting()).toBe(1);
    await world.later(31 * MINUTE_MS);
    await untilRuns(rule.id, 'h1 SENT', 'h2 SENT');
  });

  it('that go in a circle end after three, and say so', async () => {
    const rule = await anEnabledRule({ recordFilter: { note: 'circle' }, oncePerRecord: false });
    const push = async (externalId: string, causedByMessageId: string | null) => {
      const input = {
        modelId: world.records.modelId('order'),
        records: [order(externalId, 'circle')],
        causedByMessageId,
      };
      expect((await world.admin.send(PUSH_BECAUSE, { input })).upsertRecords.errors).toEqual([]);
    };
    let cause: string | null = null;
    for (const id of ['c0', 'c1', 'c2', 'c3']) {
      await push(id, cause);
      const sent = await eventually(
        async () => (await details(rule.id)).runs.nodes.find(({ record }) => record?.externalId === id)?.message,
        (message) => message != null,
      );
      cause = must(sent).id;
    }
    await push('c4', cause);
    expect(await details(rule.id)).toMatchObject({ status: 'STOPPED', waitingCount: 1 });
    expect((await details(rule.id)).stopReason).toContain('circle: 4 have sent in a row');
    expect((await resume(rule.id, 'DISCARD')).rule).toMatchObject({ status: 'ENABLED', waitingCount: 0 });
    await world.admin.send(DISABLE, { id: rule.id });
  });

  it.each<[Partial<CreateRecordRuleInput>, string]>([
    [{ recordFilter: { colour: 'red' } }, 'INVALID_INPUT recordFilter.colour'],
    [{ recordFilter: 'all' }, 'INVALID_FORMAT recordFilter'],
    [{ maxPerHour: 0 }, 'INVALID_INPUT maxPerHour'],
    [{ maxPerDay: 1_000_000 }, 'INVALID_INPUT maxPerDay'],
    [{ templateId: 'none' }, 'NOT_FOUND templateId'],
    [{ phoneNumberId: 'none' }, 'NOT_FOUND phoneNumberId'],
    [{ name: ' ' }, 'REQUIRED name'],
  ])('are refused with %j: %s', async (input, problem) => {
    const { rule, errors } = await tryCreate(input);
    expect([rule, problems(errors)]).toEqual([null, [problem]]);
  });
});
