import { isDeepStrictEqual } from 'node:util';
import { MessageTalliesService } from '../../src/modules/messages/statistics/message-tallies.service.js';
import { graphql } from '../generated/gql.js';
import type { AccountStatisticsOfQuery } from '../generated/graphql.js';
import { eventually, must } from '../support/expectations.js';
import { manyRecipients } from '../support/factories/keys.js';
import { TestWorld } from '../support/world/test-world.js';

const STATISTICS = graphql(`
  query AccountStatisticsOf($period: StatisticsPeriod!, $accountId: ID) {
    accountStatistics(period: $period, accountId: $accountId) {
      days { date received sent failed firstAnswers { count p50Seconds p90Seconds } }
      firstAnswers { count p50Seconds p90Seconds }
      waiting { value isExact }
      longestWaitingSince
      templates { template { id displayName } sent delivered read replied failed }
      charges { category type isBillable messages }
    }
  }
`);
const ERASE = graphql(`
  mutation EraseWhoIsCounted($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem } } }
`);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const PLAIN = { body: 'Your plan is ready.', variables: [], appliesTo: null, phoneField: null };

type Statistics = AccountStatisticsOfQuery['accountStatistics'];

describe('The statistics of an account', () => {
  let world: TestWorld;
  let tallies: MessageTalliesService;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    tallies = world.app.get(MessageTalliesService);
  });
  afterAll(() => world.close());
  beforeEach(() => world.meta.forgetPlannedErrors());

  const today = (): string => world.clock.now().toISOString().slice(0, 10);
  const dayBefore = (date: string): string => new Date(Date.parse(date) - DAY_MS).toISOString().slice(0, 10);
  const statistics = async (from = today(), to = today(), timeZone = 'UTC'): Promise<Statistics> =>
    (await world.admin.send(STATISTICS, { period: { from, to, timeZone }, accountId: world.account.id }))
      .accountStatistics;
  const ofToday = async () => must((await statistics()).days[0]);
  /** Every tally is what the messages say, before and after it is folded; statuses may still be on their way meanwhile. */
  const addUp = async () => {
    expect(await tallies.recount()).toEqual([]);
    const isSameWhenFolded = async (): Promise<boolean> => {
      const before = await statistics();
      await tallies.fold();
      return isDeepStrictEqual(await statistics(), before) && (await world.countRows('message_tally_changes')) === 0;
    };
    await eventually(isSameWhenFolded, (isSame) => isSame);
    expect(await tallies.recount()).toEqual([]);
  };

  it('say how much came and went, how soon customers were answered, and who waits now', async () => {
    const { received, sent } = await ofToday();
    const ada = world.customers.named('Ada');
    await world.customers.writes(ada, 'Hello');
    await world.customers.writes(ada, 'Is anybody there?');
    const { id } = must(await world.inbox.findConversation('Ada'));
    const { waiting, longestWaitingSince } = await statistics();
    expect(waiting).toEqual({ value: 1, isExact: true });
    expect(Math.abs(Date.parse(must(longestWaitingSince)) - world.clock.now().getTime())).toBeLessThan(MINUTE_MS);
    await world.later(20 * MINUTE_MS);
    await world.inbox.send(id, 'Here I am');
    await world.inbox.send(id, 'What can I do for you?');
    const after = await statistics(dayBefore(today()));
    expect(after).toMatchObject({ waiting: { value: 0, isExact: true }, longestWaitingSince: null });
    expect(after.firstAnswers.count).toBe(1); // the second message answers nobody
    expect(Math.abs(must(after.firstAnswers.p50Seconds) / 1_200 - 1)).toBeLessThan(0.07);
    const sums = async () =>
      (await statistics(dayBefore(today()))).days.reduce(
        (sum, day) => ({ received: sum.received + day.received, sent: sum.sent + day.sent }),
        { received: 0, sent: 0 },
      );
    await eventually(sums, (sum) => sum.sent === sent + 2);
    expect(await sums()).toEqual({ received: received + 2, sent: sent + 2 });
    await addUp();
  });

  it('say what became of templates and what Meta charges, and forget whoever is erased', async () => {
    const template = await world.templates.approved(PLAIN);
    const recipients = manyRecipients(3, 6_220_000);
    const send = async (to: { phoneNumber: string }[]) =>
      world.templates.trySend({ templateId: template.id, recipients: to });
    const outcome = async () =>
      (await statistics()).templates.find((each) => each.template?.id === template.id) ?? null;
    expect(await outcome()).toBeNull();
    await send(recipients);
    await eventually(outcome, (found) => found?.delivered === 3);
    world.meta.planError({ code: 131026 });
    await send(manyRecipients(1, 6_220_010));
    await eventually(outcome, (found) => found?.failed === 1);
    const { phoneNumber } = must(recipients[0]);
    const customer = world.meta.world.ensureCustomer(phoneNumber.replace('+', ''));
    world.customers.reads(customer);
    await eventually(outcome, (found) => found?.read === 1);
    await world.customers.writes(customer, 'Thanks');
    expect(await outcome()).toMatchObject({ sent: 3, delivered: 3, read: 1, replied: 1, failed: 1 });
    const { charges } = await statistics();
    expect(charges.reduce((sum, { messages }) => sum + messages, 0)).toBeGreaterThanOrEqual(3);
    expect(must(charges[0]).category).not.toBeNull();
    await addUp();

    const { contact } = await world.inbox.conversationWith(phoneNumber.replace('+', ''));
    expect((await world.admin.send(ERASE, { id: contact.id })).eraseContact.errors).toEqual([]);
    expect(await outcome()).toMatchObject({ sent: 2, delivered: 2, read: 0, replied: 0, failed: 1 });
    await addUp();
  });

  it('do not count reactions, and follow a message from one state to the next', async () => {
    const bo = world.customers.named('Bo');
    await world.customers.writes(bo, 'Hello');
    const { id } = await world.inbox.conversationWith('Bo');
    const { received, failed } = await ofToday();
    world.meta.planError({ code: 131026 });
    await world.inbox.send(id, 'This does not arrive');
    await eventually(ofToday, (day) => day.failed === failed + 1);
    const [message] = await world.inbox.messagesWith('Bo');
    await world.inbox.react(must(message).id, '👍');
    expect((await ofToday()).received).toBe(received);
    await addUp();
  });

  it('begin a day where it begins', async () => {
    const cy = world.customers.named('Cy');
    await world.customers.writes(cy, 'Hello');
    const { days } = await statistics(dayBefore(dayBefore(today())), today(), 'Asia/Kathmandu');
    expect(days).toHaveLength(3);
    const there = new Date(world.clock.now().getTime() + 345 * MINUTE_MS).toISOString().slice(0, 10);
    const then = await statistics(there, there, 'Asia/Kathmandu');
    expect(must(then.days[0]).received).toBeGreaterThan(0);
  });

  it.each([
    [{ from: '2026-02-30', to: '2026-03-01' }, ['period', 'from']],
    [{ from: '2026-03-02', to: '2026-03-01' }, ['period', 'to']],
    [{ from: '2026-01-01', to: '2026-04-03' }, ['period', 'to']],
    [{ from: '2026-01-01', to: '2026-01-03', timeZone: 'Mars/Olympus' }, ['period', 'timeZone']],
  ])('of %j are refused', async (period, path) => {
    const refused = await world.admin.request(STATISTICS, { period: { timeZone: 'UTC', ...period } });
    expect(refused.errors).toMatchObject([{ extensions: { problems: [{ code: 'INVALID_INPUT', path }] } }]);
  });

  it('are those of the accounts that somebody works with', async () => {
    const manager = await world.people.add('MANAGER', { accountIds: [] });
    const mine = await manager.client.send(STATISTICS, { period: { from: today(), to: today(), timeZone: 'UTC' } });
    expect(mine.accountStatistics).toMatchObject({ days: [{ received: 0, sent: 0 }], waiting: { value: 0 } });
    const asked = { period: { from: today(), to: today(), timeZone: 'UTC' }, accountId: world.account.id };
    const refused = await manager.client.request(STATISTICS, asked);
    expect(refused.errors).toMatchObject([{ extensions: { problems: [{ code: 'NOT_FOUND', path: ['accountId'] }] } }]);
  });

  it('are put right by a recount, which says what was wrong', async () => {
    await tallies.fold();
    await world.database.run("UPDATE message_tallies SET count = count + 7 WHERE metric = 'RECEIVED'");
    const differences = await tallies.recount();
    expect(differences.length).toBeGreaterThan(0);
    for (const difference of differences) expect(difference).toMatchObject({ metric: 'RECEIVED', change: -7 });
    await addUp();
  });
});
