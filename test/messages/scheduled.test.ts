import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type { OutgoingContentInput, SendMessageInput } from '../generated/graphql.js';
import { eventually, must, only, problems } from '../support/expectations.js';
import { aDraft, aFieldVariable } from '../support/factories/drafts.js';
import { aKey, aNumber } from '../support/factories/keys.js';
import { anOrder } from '../support/factories/shop.js';
import type { PlanNode } from '../support/plans.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/world/test-clock.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const CHAT = graphql(`
  query ScheduledInChat($id: ID!) {
    conversation(id: $id) {
      lastActivityAt waitingSince lastMessage { text } participants { user { id } }
      messages(last: 20) { nodes { id text status sendAt occurredAt sortKey } }
    }
  }
`);
const MESSAGE = graphql(`
  query ScheduledMessage($id: ID!) { message(id: $id) { status sendAt occurredAt text failure { code } } }
`);
const CANCEL = graphql(`
  mutation CancelScheduled($id: ID!) {
    cancelMessage(input: { messageId: $id }) { message { status sendAt } errors { ...Problem } }
  }
`);
const OPT_OUT = graphql(`
  mutation OptOutOfScheduled($id: ID!) { optOutContact(input: { contactId: $id }) { errors { ...Problem } } }
`);
const ERASE = graphql(`
  mutation EraseWithScheduled($id: ID!) { eraseContact(input: { contactId: $id }) { errors { ...Problem } } }
`);
const STATISTICS = graphql(`
  query StatisticsOfScheduled($id: ID!) { template(id: $id) { statistics { sent replied } } }
`);

describe('Scheduled messages', () => {
  let world: TestWorld;
  let operator: Person;
  let customer: SimCustomer;
  let conversationId: string;
  let contactId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    operator = await world.people.add('OPERATOR', { name: 'Olga' });
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    const started = await world.customers.startsConversation('What about my order?');
    customer = started.customer;
    conversationId = started.conversation.id;
    contactId = started.conversation.contact.id;
  });

  const within = (milliseconds: number): string => new Date(world.clock.now().getTime() + milliseconds).toISOString();
  const schedule = (content: string | OutgoingContentInput, sendAt: string, more: Partial<SendMessageInput> = {}) =>
    world.inbox.as(operator).send(conversationId, content, { sendAt, ...more });
  const read = async (id: string) => must((await world.admin.send(MESSAGE, { id })).message, 'the message');
  const until = (id: string, ...statuses: string[]) =>
    eventually(
      () => read(id),
      ({ status }) => statuses.includes(status),
    );
  const chat = async () => must((await world.admin.send(CHAT, { id: conversationId })).conversation, 'the chat');
  const textsIn = async () => (await chat()).messages.nodes.map(({ text }) => text);
  const got = () => world.customers.got(customer).map(({ text }) => text);
  const template = async (category: 'UTILITY' | 'MARKETING', body = 'Your order {{1}} is ready for you.') =>
    world.templates.approvedFrom({
      ...aDraft({ accountId: world.account.id, category, body }),
      appliesTo: world.records.modelId('order'),
      phoneField: 'customer.phone',
      variables: [aFieldVariable({ fieldPath: 'number' })],
    });

  it('wait for their time, hold up nobody, and take their place in the chat when it has come', async () => {
    await world.later(MINUTE_MS);
    const sendAt = within(2 * HOUR_MS);
    const { id, status } = await schedule('Later', sendAt);
    expect([status, (await read(id)).sendAt]).toEqual(['QUEUED', sendAt]);
    const before = await chat();
    expect(before).toMatchObject({
      lastMessage: { text: 'What about my order?' },
      waitingSince: expect.any(String),
      participants: [],
    });
    const now = await world.inbox.send(conversationId, 'At once');
    await world.inbox.until(now.id, 'DELIVERED');
    const ids = (await chat()).participants.map(({ user }) => user.id);
    expect(ids).not.toContain(operator.id);
    expect(await textsIn()).toEqual(['What about my order?', 'Later', 'At once']);
    await world.customers.writes(customer, 'Thank you');
    expect((await chat()).waitingSince).not.toBeNull();

    await world.later(2 * HOUR_MS);
    const sent = await until(id, 'SENT', 'DELIVERED', 'READ');
    expect(Date.parse(sent.occurredAt)).toBeGreaterThanOrEqual(Date.parse(sendAt));
    expect(sent.sendAt).toBe(sendAt);
    const after = await chat();
    expect(after).toMatchObject({ lastMessage: { text: 'Later' }, waitingSince: null });
    expect(after.participants.map(({ user }) => user.id)).toContain(operator.id);
    const sorted = after.messages.nodes.toSorted((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
    expect(sorted.map(({ text }) => text)).toEqual(['What about my order?', 'At once', 'Thank you', 'Later']);
    expect(await textsIn()).toEqual(sorted.map(({ text }) => text));
    expect(got()).toEqual(['At once', 'Later']);
  });

  it('go out in the order of their times, whichever was written first', async () => {
    const second = await schedule('second', within(20 * MINUTE_MS));
    const first = await schedule('first', within(10 * MINUTE_MS));
    const third = await schedule('third', within(20 * MINUTE_MS + 1));
    await world.later(HOUR_MS);
    for (const { id } of [first, second, third]) await until(id, 'DELIVERED', 'READ');
    expect(got()).toEqual(['first', 'second', 'third']);
  });

  it('can be taken back until their time has come, and not afterwards', async () => {
    const taken = await schedule('Taken back', within(10 * MINUTE_MS));
    const kept = await schedule('Kept', within(10 * MINUTE_MS));
    const { cancelMessage } = await operator.client.send(CANCEL, { id: taken.id });
    expect(cancelMessage).toMatchObject({ message: { status: 'CANCELLED' }, errors: [] });
    expect((await operator.client.send(CANCEL, { id: taken.id })).cancelMessage.errors).toEqual([]);
    await world.later(HOUR_MS);
    await until(kept.id, 'DELIVERED', 'READ');
    expect(problems((await operator.client.send(CANCEL, { id: kept.id })).cancelMessage.errors)).toEqual([
      'NOT_ALLOWED_NOW messageId',
    ]);
    expect(got()).toEqual(['Kept']);
    expect(await world.countRows(`outgoing_jobs WHERE message_id = '${taken.id}'`)).toBe(0);
  });

  it('fail where the service window has closed meanwhile, and their author is notified', async () => {
    const { id } = await schedule('Too late', within(25 * HOUR_MS));
    const open = await schedule('Still open', within(23 * HOUR_MS));
    await world.later(23 * HOUR_MS);
    await until(open.id, 'DELIVERED', 'READ');
    await world.later(3 * HOUR_MS);
    expect((await until(id, 'FAILED')).failure?.code).toBe(131047);
    expect(got()).toEqual(['Still open']);
    expect((await textsIn()).at(-1)).toBe('Too late');
    const [notified] = (await world.people.notificationsOf(operator)).filter(
      ({ reason }) => reason === 'SCHEDULED_MESSAGE_FAILED',
    );
    expect(notified).toMatchObject({ conversation: { id: conversationId }, message: { text: 'Too late' } });
    await world.customers.writes(customer, 'I am back');
    const again = await schedule('In time', within(23 * HOUR_MS));
    await world.later(23 * HOUR_MS);
    await until(again.id, 'DELIVERED', 'READ');
  });

  it('are templates too, filled in when they were accepted, in and out of the window', async () => {
    const { id: templateId } = await template('UTILITY');
    await world.records.push('order', [anOrder('s1', { number: 'S-1', customer: 'ann' })]);
    const number = aNumber();
    const { results } = await world.templates.trySend({
      templateId,
      sendAt: within(3 * DAY_MS),
      recipients: [
        { recordExternalId: 's1', phoneNumber: number },
        { recordExternalId: 'unknown', phoneNumber: number },
      ],
    });
    const [one, other] = results;
    expect(problems(must(other).errors)).toContain('NOT_FOUND recipients.1.recordExternalId');
    const inChat = await schedule({ template: { templateId, recordExternalId: 's1' } }, within(3 * DAY_MS));
    await world.records.push('order', [anOrder('s1', { number: 'S-2', customer: 'ann' })]);
    await world.later(3 * DAY_MS);
    for (const { id } of [must(must(one).message), inChat]) {
      expect((await until(id, 'DELIVERED', 'READ')).text).toBe('Your order S-1 is ready for you.');
    }
    expect(world.customers.gotAt(number)).toHaveLength(1);
  });

  it('send no marketing to whoever does not want it any more', async () => {
    const { id: templateId } = await template('MARKETING');
    const { id } = await schedule({ template: { templateId, recordExternalId: 'o1' } }, within(HOUR_MS));
    expect((await world.admin.send(OPT_OUT, { id: contactId })).optOutContact.errors).toEqual([]);
    await world.later(HOUR_MS);
    expect((await until(id, 'FAILED')).failure?.code).toBe(131050);
    expect(got()).toEqual([]);
  });

  it('are answered by nobody before they have gone out', async () => {
    const { id: templateId } = await template('UTILITY', 'Order {{1}} waits for your answer now.');
    const { id } = await schedule({ template: { templateId, recordExternalId: 'o1' } }, within(HOUR_MS));
    const replied = async () => (await world.admin.send(STATISTICS, { id: templateId })).template?.statistics;
    await world.customers.writes(customer, 'Something else');
    await world.later(HOUR_MS);
    await until(id, 'DELIVERED', 'READ');
    expect(await replied()).toMatchObject({ sent: 1, replied: 0 });
    await world.customers.writes(customer, 'Now I answer');
    expect(await replied()).toMatchObject({ sent: 1, replied: 1 });
  });

  it('are sent once for a key, also when their time has passed; another time is another request', async () => {
    const [idempotencyKey, sendAt] = [aKey('later'), within(HOUR_MS)];
    const { id } = await schedule('Once', sendAt, { idempotencyKey });
    expect((await schedule('Once', sendAt, { idempotencyKey })).id).toBe(id);
    for (const other of [within(2 * HOUR_MS), null]) {
      const more = { idempotencyKey, sendAt: other };
      const { errors } = await world.inbox.as(operator).trySend(conversationId, 'Once', more);
      expect(problems(errors)).toEqual(['CONFLICT idempotencyKey']);
    }
    const { id: templateId } = await template('UTILITY');
    const input = {
      idempotencyKey: aKey('later'),
      sendAt,
      templateId,
      recipients: [{ contactId, record: { number: '7' } }],
    };
    const first = only((await world.templates.trySend(input)).results);
    await world.later(HOUR_MS + 5 * MINUTE_MS);
    await until(id, 'DELIVERED', 'READ');
    await until(must(first.message).id, 'DELIVERED', 'READ');
    expect((await schedule('Once', sendAt, { idempotencyKey })).id).toBe(id);
    expect(only((await world.templates.trySend(input)).results).message?.id).toBe(first.message?.id);
    expect(world.customers.got(customer)).toHaveLength(2);
  });

  it('are refused for a time that has passed, or is too far ahead; now is now', async () => {
    for (const sendAt of [within(-2 * MINUTE_MS), within(91 * DAY_MS)]) {
      const { message, errors } = await world.inbox.trySend(conversationId, 'Never', { sendAt });
      expect([message, problems(errors)]).toEqual([null, ['INVALID_INPUT sendAt']]);
      const { id: templateId } = await template('UTILITY');
      const sending = { templateId, sendAt, recipients: [{ contactId, record: { number: '1' } }] };
      const { results, errors: refusals } = await world.templates.trySend(sending);
      expect([results, problems(refusals)]).toEqual([[], ['INVALID_INPUT sendAt']]);
    }
    const { id } = await world.inbox.send(conversationId, 'Now', { sendAt: within(-1_000) });
    expect((await until(id, 'DELIVERED', 'READ')).sendAt).toBeNull();
    expect(got()).toEqual(['Now']);
  });

  it('hold up no other conversation where one cannot be released', async () => {
    const stuck = await schedule('Stuck', within(HOUR_MS));
    const other = await world.customers.startsConversation();
    const { id } = await world.inbox.send(other.conversation.id, 'Goes on', { sendAt: within(HOUR_MS + 1) });
    await world.database.run(
      `CREATE FUNCTION break_release() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`,
    );
    await world.database.run(
      `CREATE TRIGGER break_release BEFORE UPDATE ON outgoing_jobs FOR EACH ROW
         WHEN (OLD.message_id = '${stuck.id}') EXECUTE FUNCTION break_release()`,
    );
    await world.later(HOUR_MS + MINUTE_MS);
    await until(id, 'DELIVERED', 'READ');
    expect((await read(stuck.id)).status).toBe('QUEUED');
    await world.database.run('DROP TRIGGER break_release ON outgoing_jobs');
    await world.later(MINUTE_MS);
    await until(stuck.id, 'DELIVERED', 'READ');
  });

  it('go with whoever is erased', async () => {
    const { id } = await schedule('Never', within(HOUR_MS));
    expect((await world.admin.send(ERASE, { id: contactId })).eraseContact.errors).toEqual([]);
    expect(await world.countRows(`outgoing_jobs WHERE message_id = '${id}'`)).toBe(0);
    const other = await world.customers.startsConversation();
    const last = await world.inbox.send(other.conversation.id, 'Last', { sendAt: within(HOUR_MS) });
    await world.later(HOUR_MS);
    await until(last.id, 'DELIVERED', 'READ');
    expect(got()).toEqual([]);
  });

  it('are found by an index when they are due, however many wait', async () => {
    await schedule('One of many', within(DAY_MS));
    const plan = await world.database.transaction(async () => {
      await world.database.run('SET LOCAL enable_seqscan = off'); // so few are read as a whole
      const [row] = await world.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `EXPLAIN (FORMAT JSON) SELECT message_id, conversation_id FROM outgoing_jobs
          WHERE state = 'SCHEDULED' AND send_at <= $1 ORDER BY send_at, message_id LIMIT 100`,
        [world.clock.now()],
      );
      return must(row)['QUERY PLAN'][0].Plan;
    });
    expect(JSON.stringify(plan)).toContain('outgoing_jobs_scheduled');
    expect(JSON.stringify(plan)).not.toContain('"Sort"');
  });
});
