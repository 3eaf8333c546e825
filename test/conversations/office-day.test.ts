import { DEMO } from '../../src/simulator/world/demo-world.js';
import type { SimCustomer, SimPhone } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import type { LiveEventFragment } from '../generated/graphql.js';
import { first, must } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import type { Person } from '../support/world/people.js';
import { DAY_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const VISIBLE = graphql(`
  query VisibleInOffice {
    conversations(first: 50) {
      nodes { id origin returnsToNotifyUsersAt contact { displayName } participants { user { name } } }
    }
  }
`);
const MARK_ALL_READ = graphql(`
  mutation MarkAllRead { markNotificationsRead(input: { all: true }) { errors { code } } }
`);

/** Three operators, two numbers, five customers who get a template, one who writes by himself: who sees what, who is told, and why. */
describe('A day in an office', () => {
  let world: TestWorld;
  let shop: SimPhone;
  let support: SimPhone;
  let ann: Person;
  let ben: Person;
  let cleo: Person;
  let [una, dora, tris, quentin, fay]: SimCustomer[] = [];
  let customers: SimCustomer[];
  let stan: SimCustomer;

  beforeAll(async () => {
    world = await TestWorld.start();
    shop = world.meta.phone;
    support = world.meta.addPhone('106540352249999', '+1 555-078-9999');
    const supportId = await world.accounts.learnNumber(support.id);
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    ben = await world.people.add('OPERATOR', { name: 'Ben' });
    cleo = await world.people.add('OPERATOR', { name: 'Cleo' });
    await world.accounts.setNotifyUsers([ann, ben]);
    await world.accounts.setNotifyUsers([cleo], supportId);
    customers = ['Una', 'Dora', 'Tris', 'Quentin', 'Fay'].map((name) => world.customers.named(name));
    [una, dora, tris, quentin, fay] = customers;
    stan = world.customers.named('Stan');
  });
  afterAll(() => world.close());

  const visibleTo = async ({ client }: Person) => (await client.send(VISIBLE)).conversations.nodes;
  /** Names of the customers whose conversations a person sees. */
  const sees = async (person: Person) =>
    (await visibleTo(person)).map(({ contact }) => contact.displayName ?? '').sort();

  async function toldSince(person: Person, count: number): Promise<string[]> {
    return (await world.people.notificationsOf(person)).slice(count).map(({ reason, title }) => `${title}: ${reason}`);
  }
  const toldTimes = async (person: Person) => (await world.people.notificationsOf(person)).length;

  const conversation = (name: string) => world.inbox.conversationWith(name);
  const watch = (person: Person) => world.inbox.as(person).watch();
  const names = (events: LiveEventFragment[]) => events.map(({ __typename }) => __typename);
  const isNotification = ({ __typename }: LiveEventFragment) => __typename === 'NotificationAdded';
  const hasNotification = ({ events }: { events: LiveEventFragment[] }) => events.some(isNotification);

  it('begins with a template from Ann to five customers: nobody is told, and only Ann sees it', async () => {
    const draft = aDraft({ accountId: world.account.id, displayName: 'Season greeting' });
    const { id } = await world.templates.approvedFrom(draft);
    // What came in during the preparation is not part of the day.
    await world.admin.send(MARK_ALL_READ);

    const sent = await world.templates.as(ann).trySend({
      templateId: id,
      phoneNumberId: world.account.phoneNumber.id,
      recipients: customers.map(({ waId }) => ({ phoneNumber: `+${waId}` })),
    });
    expect(sent).toMatchObject({ errors: [], results: customers.map(() => ({ errors: [] })) });
    for (const customer of customers) await world.customers.gets(customer, 1);
    expect(await sees(ann)).toHaveLength(5);
    expect(await sees(ben)).toEqual([]);
    const one = first(await visibleTo(ann));
    expect(one).toMatchObject({ origin: 'BUSINESS_INITIATED', participants: [{ user: { name: 'Ann' } }] });
    const left = Date.parse(must(one.returnsToNotifyUsersAt)) - world.clock.now().getTime();
    expect(Math.abs(left - 15 * DAY_MS)).toBeLessThan(60_000);
  });

  it('goes on with three answers, between Ann and each customer alone', async () => {
    const [bens, anns] = [await watch(ben), await watch(ann)];
    for (const customer of [una, dora, tris]) {
      await world.customers.writes(must(customer), `Thank you, says ${customer?.name}`);
    }
    await anns.until(({ events }) => events.filter(isNotification).length === 3, 'three notifications');
    expect(await toldSince(ann, 0)).toEqual(['Una: TEMPLATE_SENDER', 'Dora: TEMPLATE_SENDER', 'Tris: TEMPLATE_SENDER']);
    expect(await toldSince(ben, 0)).toEqual([]);
    expect(await toldSince(cleo, 0)).toEqual([]);
    const shown = anns.events.map((event) => {
      if (event.__typename === 'MessageChanged') return event.message.text;
      return event.__typename === 'NotificationAdded' ? event.notification.body : event.__typename;
    });
    for (const name of ['Una', 'Dora', 'Tris'])
      expect(shown.filter((text) => text === `Thank you, says ${name}`)).toHaveLength(2); // the message, and the notification
    expect(bens.events).toEqual([]);
    await Promise.all([bens.close(), anns.close()]);
  });

  it('has a stranger: everybody of that number is told, and nobody of the other', async () => {
    const [bens, cleos] = [await watch(ben), await watch(cleo)];
    await world.customers.writes(stan, 'Do you have aloe?');
    await bens.until(hasNotification, 'the notification');
    expect(await toldSince(ann, 3)).toEqual(['Stan: CUSTOMER_WROTE_FIRST']);
    expect(await toldSince(ben, 0)).toEqual(['Stan: CUSTOMER_WROTE_FIRST']);
    expect(await toldSince(cleo, 0)).toEqual([]);
    expect(names(bens.events)).toEqual(['ConversationChanged', 'MessageChanged', 'NotificationAdded']);
    expect(cleos.events).toEqual([]);
    expect(await conversation('Stan')).toMatchObject({
      origin: 'CUSTOMER_INITIATED',
      returnsToNotifyUsersAt: null,
      participants: [{ user: { name: 'Ann' } }, { user: { name: 'Ben' } }],
    });
    await Promise.all([bens.close(), cleos.close()]);
    await world.customers.writes(world.customers.named('Sue'), 'My order is broken', support);
    expect(await toldSince(cleo, 0)).toEqual(['Sue: CUSTOMER_WROTE_FIRST']);
    expect(await toldSince(ben, 1)).toEqual([]);
  });

  it('has Ben answer the stranger: both are told of what follows, because both take part', async () => {
    const { id } = await conversation('Stan');
    await world.inbox.as(ben).send(id, 'We do');
    await world.customers.writes(stan, 'Great');
    expect(await toldSince(ann, 4)).toEqual(['Stan: PARTICIPANT']);
    expect(await toldSince(ben, 1)).toEqual(['Stan: PARTICIPANT']);
  });

  it('has one handed over: from Ann to Cleo, who is told, and Ann leaves', async () => {
    const { id } = await conversation('Una');
    const [anns, cleos] = [await watch(ann), await watch(cleo)];
    expect(await world.inbox.as(ann).assign(id, cleo)).toMatchObject({
      errors: [],
      conversation: { assignee: { id: cleo.id } },
    });
    await anns.until(({ events }) => events.length === 1, 'the assignment');
    await world.inbox.as(ann).removeParticipants(id, [ann]);
    await anns.until(
      ({ events }) => events.some((event) => 'conversationId' in event && event.conversationId === id),
      'the withdrawal',
    );
    expect(names(anns.events)).toEqual(['ConversationChanged', 'ConversationWithdrawn']);
    await cleos.until(
      ({ events }) => names(events).filter((name) => name === 'ConversationChanged').length === 2,
      'both changes',
    );
    expect(
      cleos.events.map((event) =>
        event.__typename === 'NotificationAdded' ? event.notification.reason : event.__typename,
      ),
    ).toEqual(['ConversationChanged', 'ASSIGNED', 'ConversationChanged']);
    await world.customers.writes(must(una), 'And now?');
    expect(await toldSince(cleo, 1)).toEqual(['Una: ASSIGNED', 'Una: PARTICIPANT']);
    expect(await toldSince(ann, 5)).toEqual([]);
    expect(await sees(ann)).not.toContain('Una');
    expect(await sees(cleo)).toContain('Una');
    expect(anns.events).toHaveLength(2);
    await Promise.all([anns.close(), cleos.close()]);
  });

  it('has one closed, which opens by itself when the customer writes again', async () => {
    const { id } = await conversation('Dora');
    const inbox = world.inbox.as(ann);
    const closed = await inbox.close(id);
    expect(closed).toMatchObject({ errors: [], conversation: { status: 'CLOSED' } });
    expect(closed.conversation?.allowedActions).toContain('REOPEN');
    const live = await watch(ann);
    await world.customers.writes(must(dora), 'One more thing');
    await live.until(hasNotification, 'the notification');
    expect(
      live.events.map((event) =>
        event.__typename === 'ConversationChanged' ? event.conversation.status : event.__typename,
      ),
    ).toEqual(['OPEN', 'MessageChanged', 'NotificationAdded']);
    await live.close();
    expect(await inbox.close(id)).toMatchObject({ errors: [], conversation: { status: 'CLOSED' } });
    expect(await inbox.close(id)).toMatchObject({ errors: [], conversation: { status: 'CLOSED' } });
    expect(await inbox.reopen(id)).toMatchObject({ errors: [], conversation: { status: 'OPEN' } });
  });

  it('has one who answers after 16 days: then it is everybody’s again', async () => {
    const [annsBefore, bensBefore] = [await toldTimes(ann), await toldTimes(ben)];
    await world.later(14 * DAY_MS);
    await world.customers.writes(must(quentin), 'Just in time');
    expect(await toldSince(ann, annsBefore)).toEqual(['Quentin: TEMPLATE_SENDER']);
    expect(await toldSince(ben, bensBefore)).toEqual([]);

    await world.later(2 * DAY_MS);
    const anns = await watch(ann);
    await world.customers.writes(must(fay), 'Sorry, I was away');
    expect(await toldSince(ann, annsBefore + 1)).toEqual(['Fay: RETURNED_TO_NOTIFY_USERS']);
    expect(await toldSince(ben, bensBefore)).toEqual(['Fay: RETURNED_TO_NOTIFY_USERS']);
    expect(await toldSince(cleo, 3)).toEqual([]);
    await anns.until(hasNotification, 'the notification');
    await anns.close();
    expect(await sees(ben)).toContain('Fay');
    const returned = await conversation('Fay');
    expect(returned).toMatchObject({
      returnsToNotifyUsersAt: null,
      participants: [{ user: { name: 'Ann' } }, { user: { name: 'Ben' } }],
    });
    await world.inbox.as(ben).send(returned.id, 'No problem');
    expect((await conversation('Fay')).returnsToNotifyUsersAt).not.toBeNull();
    expect(shop.id).toBe(DEMO.phoneNumberId);
  });
});
