import type { SimCustomer, SimPhone } from '../../src/simulator/world.js';
import { DEMO } from '../../src/simulator/demo-world.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { DAY_MS, Office } from '../support/legacy/office.js';
import type { Person } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

/** Three operators, two numbers, five customers who get a template, one who writes by himself: who sees what, who is told, and why. */
describe('A day in an office', () => {
  let office: Office;
  let shop: SimPhone;
  let support: SimPhone;
  let [ann, ben, cleo]: Person[] = [];
  let supportId = '';
  const customers: SimCustomer[] = [];

  beforeAll(async () => {
    office = await Office.open();
    shop = office.phone;
    support = { ...shop, id: '106540352249999', displayPhoneNumber: '+1 555-078-9999' };
    office.test.simulator.world.phones.set(support.id, support);
    const { testConnection } = await office.test.admin.send(
      'mutation ($id: ID!) { testConnection(input: { accountId: $id }) { account { phoneNumbers { id phoneNumberId } } } }',
      { id: office.account.id },
    );
    supportId = testConnection.account.phoneNumbers.find((number: any) => number.phoneNumberId === support.id).id;
    ann = await office.hire('OPERATOR', 'Ann');
    ben = await office.hire('OPERATOR', 'Ben');
    cleo = await office.hire('OPERATOR', 'Cleo');
    await office.setNotifyUsers([ann, ben]);
    await office.setNotifyUsers([cleo], supportId);
    for (const [index, name] of ['Una', 'Dora', 'Tris', 'Quentin', 'Fay'].entries())
      customers.push(office.customer(`1650555800${index}`, name));
  });
  afterAll(() => office.test.close());

  /** Names of the customers whose conversations a person sees. */
  async function sees(person: Person): Promise<string[]> {
    const { conversations } = await person.client.send(
      '{ conversations(first: 50) { nodes { contact { displayName } phoneNumber { id } } } }',
    );
    return conversations.nodes.map(({ contact }: any) => contact.displayName).sort();
  }

  async function toldSince(person: Person, count: number): Promise<string[]> {
    return (await office.notificationsOf(person)).slice(count).map(({ reason, title }) => `${title}: ${reason}`);
  }

  const conversation = async (name: string) => office.conversationWith(name);

  it('begins with a template from Ann to five customers: nobody is told, and only Ann sees it', async () => {
    const draft = {
      accountId: office.account.id,
      displayName: 'Season greeting',
      language: 'en_US',
      category: 'UTILITY',
      body: 'Your garden plan is ready for you to see.',
    };
    const { createTemplate } = await office.test.admin.send(
      'mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id } errors { code message } } }',
      { draft },
    );
    expect(createTemplate.errors).toEqual([]);
    const { id } = createTemplate.template;
    await office.test.admin.send(
      'mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { code } } }',
      { id },
    );
    const [pending] = [...office.test.simulator.world.templates.values()];
    office.test.simulator.templates.decide(pending!, 'APPROVED');
    await eventually(
      () => office.test.admin.send('query ($id: ID!) { template(id: $id) { status } }', { id }),
      ({ template }) => template.status === 'APPROVED',
    );
    // What came in during the preparation is not part of the day.
    await office.test.admin.send('mutation { markNotificationsRead(input: { all: true }) { errors { code } } }');

    const { sendTemplate } = await ann!.client.send(
      `mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) { results { errors { code message } } errors { code message } } }`,
      {
        input: {
          idempotencyKey: 'greeting',
          templateId: id,
          phoneNumberId: office.account.phoneNumber.id,
          recipients: customers.map(({ waId }) => ({ phoneNumber: `+${waId}` })),
        },
      },
    );
    expect(sendTemplate).toMatchObject({ errors: [], results: customers.map(() => ({ errors: [] })) });
    for (const customer of customers) await office.got(customer, 1);
    expect(await sees(ann!)).toHaveLength(5);
    expect(await sees(ben!)).toEqual([]);
    const [one] = (
      await ann!.client.send(
        '{ conversations { nodes { id origin returnsToNotifyUsersAt participants { user { name } } } } }',
      )
    ).conversations.nodes;
    expect(one).toMatchObject({ origin: 'BUSINESS_INITIATED', participants: [{ user: { name: 'Ann' } }] });
    const left = Date.parse(one.returnsToNotifyUsersAt) - office.test.clock.now().getTime();
    expect(Math.abs(left - 15 * DAY_MS)).toBeLessThan(60_000);
  });

  it('goes on with three answers, between Ann and each customer alone', async () => {
    const bens = await office.watch(ben!.client);
    const anns = await office.watch(ann!.client);
    for (const name of ['Una', 'Dora', 'Tris']) {
      const customer = customers.find((candidate) => candidate.name === name)!;
      await office.writes(customer, `Thank you, says ${name}`);
    }
    await anns.until(
      ({ events }) => events.filter(({ notification }) => notification).length === 3,
      'three notifications',
    );
    expect(await toldSince(ann!, 0)).toEqual([
      'Una: TEMPLATE_SENDER',
      'Dora: TEMPLATE_SENDER',
      'Tris: TEMPLATE_SENDER',
    ]);
    expect(await toldSince(ben!, 0)).toEqual([]);
    expect(await toldSince(cleo!, 0)).toEqual([]);
    const kinds = anns.events.map(
      ({ __typename, message, notification }) => message?.text ?? notification?.body ?? __typename,
    );
    for (const name of ['Una', 'Dora', 'Tris'])
      expect(kinds.filter((kind) => kind === `Thank you, says ${name}`)).toHaveLength(2); // the message, and the notification
    expect(bens.events).toEqual([]);
    await Promise.all([bens.close(), anns.close()]);
  });

  it('has a stranger: everybody of that number is told, and nobody of the other', async () => {
    const stranger = office.customer('16505558100', 'Stan');
    const [bens, cleos] = [await office.watch(ben!.client), await office.watch(cleo!.client)];
    await office.writes(stranger, 'Do you have aloe?');
    await bens.until(({ events }) => events.some(({ notification }) => notification), 'the notification');
    expect(await toldSince(ann!, 3)).toEqual(['Stan: CUSTOMER_WROTE_FIRST']);
    expect(await toldSince(ben!, 0)).toEqual(['Stan: CUSTOMER_WROTE_FIRST']);
    expect(await toldSince(cleo!, 0)).toEqual([]);
    expect(bens.events.map(({ __typename }) => __typename)).toEqual([
      'ConversationChanged',
      'MessageChanged',
      'NotificationAdded',
    ]);
    expect(cleos.events).toEqual([]);
    expect(await conversation('Stan')).toMatchObject({
      origin: 'CUSTOMER_INITIATED',
      returnsToNotifyUsersAt: null,
      participants: [{ user: { name: 'Ann' } }, { user: { name: 'Ben' } }],
    });
    await Promise.all([bens.close(), cleos.close()]);
    const other = office.customer('16505558200', 'Sue');
    await office.writes(other, 'My order is broken', support);
    expect(await toldSince(cleo!, 0)).toEqual(['Sue: CUSTOMER_WROTE_FIRST']);
    expect(await toldSince(ben!, 1)).toEqual([]);
  });

  it('has Ben answer the stranger: both are told of what follows, because both take part', async () => {
    const { id } = await conversation('Stan');
    expect((await office.send(ben!.client, id, { text: { body: 'We do' } })).errors).toEqual([]);
    await office.writes(office.customer('16505558100', 'Stan'), 'Great');
    expect(await toldSince(ann!, 4)).toEqual(['Stan: PARTICIPANT']);
    expect(await toldSince(ben!, 1)).toEqual(['Stan: PARTICIPANT']);
  });

  it('has one handed over: from Ann to Cleo, who is told, and Ann leaves', async () => {
    const { id } = await conversation('Una');
    const [anns, cleos] = [await office.watch(ann!.client), await office.watch(cleo!.client)];
    const assigned = await office.act(ann!.client, 'assignConversation', 'AssignConversationInput', {
      conversationId: id,
      userId: cleo!.id,
    });
    expect(assigned).toMatchObject({ errors: [], conversation: { assignee: { id: cleo!.id } } });
    await anns.until(({ events }) => events.length === 1, 'the assignment');
    await office.act(ann!.client, 'removeParticipants', 'ParticipantsInput', {
      conversationId: id,
      userIds: [ann!.id],
    });
    await anns.until(({ events }) => events.some(({ conversationId }) => conversationId === id), 'the withdrawal');
    expect(anns.events.map(({ __typename }) => __typename)).toEqual(['ConversationChanged', 'ConversationWithdrawn']);
    await cleos.until(
      ({ events }) => events.filter(({ __typename }) => __typename === 'ConversationChanged').length === 2,
      'both changes',
    );
    expect(cleos.events.map(({ __typename, notification }) => notification?.reason ?? __typename)).toEqual([
      'ConversationChanged',
      'ASSIGNED',
      'ConversationChanged',
    ]);
    await office.writes(customers[0]!, 'And now?');
    expect(await toldSince(cleo!, 1)).toEqual(['Una: ASSIGNED', 'Una: PARTICIPANT']);
    expect(await toldSince(ann!, 5)).toEqual([]);
    expect(await sees(ann!)).not.toContain('Una');
    expect(await sees(cleo!)).toContain('Una');
    expect(anns.events).toHaveLength(2);
    await Promise.all([anns.close(), cleos.close()]);
  });

  it('has one closed, which opens by itself when the customer writes again', async () => {
    const { id } = await conversation('Dora');
    const closed = await office.act(ann!.client, 'closeConversation', 'ConversationIdInput', { conversationId: id });
    expect(closed).toMatchObject({ errors: [], conversation: { status: 'CLOSED' } });
    expect(closed.conversation.allowedActions).toContain('REOPEN');
    const live = await office.watch(ann!.client);
    await office.writes(customers[1]!, 'One more thing');
    await live.until(({ events }) => events.some(({ notification }) => notification), 'the notification');
    expect(live.events.map(({ __typename, conversation: changed }) => changed?.status ?? __typename)).toEqual([
      'OPEN',
      'MessageChanged',
      'NotificationAdded',
    ]);
    await live.close();
    for (const [mutation, status] of [
      ['closeConversation', 'CLOSED'],
      ['closeConversation', 'CLOSED'],
      ['reopenConversation', 'OPEN'],
    ] as const) {
      expect(await office.act(ann!.client, mutation, 'ConversationIdInput', { conversationId: id })).toMatchObject({
        errors: [],
        conversation: { status },
      });
    }
  });

  it('has one who answers after 16 days: then it is everybody’s again', async () => {
    const before = [(await office.notificationsOf(ann!)).length, (await office.notificationsOf(ben!)).length];
    await office.later(14 * DAY_MS, ann!, ben!, cleo!);
    await office.writes(customers[3]!, 'Just in time');
    expect(await toldSince(ann!, before[0]!)).toEqual(['Quentin: TEMPLATE_SENDER']);
    expect(await toldSince(ben!, before[1]!)).toEqual([]);

    await office.later(2 * DAY_MS, ann!, ben!, cleo!);
    const anns = await office.watch(ann!.client);
    await office.writes(customers[4]!, 'Sorry, I was away');
    expect(await toldSince(ann!, before[0]! + 1)).toEqual(['Fay: RETURNED_TO_NOTIFY_USERS']);
    expect(await toldSince(ben!, before[1]!)).toEqual(['Fay: RETURNED_TO_NOTIFY_USERS']);
    expect(await toldSince(cleo!, 3)).toEqual([]);
    await anns.until(({ events }) => events.some(({ notification }) => notification), 'the notification');
    await anns.close();
    expect(await sees(ben!)).toContain('Fay');
    const returned = await conversation('Fay');
    expect(returned).toMatchObject({
      returnsToNotifyUsersAt: null,
      participants: [{ user: { name: 'Ann' } }, { user: { name: 'Ben' } }],
    });
    await office.send(ben!.client, returned.id, { text: { body: 'No problem' } });
    expect((await conversation('Fay')).returnsToNotifyUsersAt).not.toBeNull();
    expect(DEMO.phoneNumberId).toBe(shop.id);
  });
});
