/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { Office } from '../support/legacy/office.js';
import { eventually } from '../support/legacy/graphql-client.js';
import { textMessage } from '../support/legacy/webhooks.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- any shape of Meta's */

describe('Customers and the ids that Meta knows them by', () => {
  let office: Office;
  let number = 0;

  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.test.close());

  const contacts = async (search: string): Promise<any[]> =>
    (
      await office.test.admin.send(
        `query ($search: String) { contacts(search: $search) { nodes { id displayName profileName username phoneNumber waId userId
           conversations { id messages(first: 20) { nodes { text author { ... on Contact { id } } } } } } } }`,
        { search },
      )
    ).contacts.nodes;
  const write = (text: string, ids: object, contact: object = {}) =>
    office.receives({ messages: [textMessage(text, { from: undefined, ...ids })], contacts: [contact] });
  const next = () => {
    number += 1;
    return {
      waId: `1650557${String(1_000 + number)}`,
      userId: `US.person${number}`,
      name: `Q${'abcdefghijklmnopqrstuvwxyz'[number]!.repeat(5)}`,
    };
  };
  const textsOf = (contact: any): string[] =>
    contact.conversations.flatMap(({ messages }: any) => messages.nodes.map(({ text }: any) => text));

  it('become one when Meta tells that they are one, with everything that was said, read and decided', async () => {
    const { waId, userId, name } = next();
    const profile = { name };
    await write('by number', { from: waId }, { wa_id: waId, profile });
    await write('by id', { from_user_id: userId }, { user_id: userId, profile: { name, username: 'person.one' } });
    expect(await contacts(name)).toHaveLength(2);
    const [byId, byNumber] = await contacts(name);
    const olga = await office.hire('OPERATOR', 'Olga');
    for (const contact of [byId, byNumber]) {
      const conversationId = contact.conversations[0].id;
      const input = { conversationId, userIds: [olga.id] };
      expect((await office.act(office.test.admin, 'addParticipants', 'ParticipantsInput', input)).errors).toEqual([]);
      expect(
        (await office.act(olga.client, 'markConversationRead', 'MarkConversationReadInput', { conversationId })).errors,
      ).toEqual([]);
    }
    await write('by both', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId, profile });

    const [one, ...others] = await contacts(name);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ id: byNumber.id, waId, userId, username: 'person.one', phoneNumber: `+${waId}` });
    expect(one.conversations).toHaveLength(1);
    expect(textsOf(one)).toEqual(['by number', 'by id', 'by both']);
    expect(new Set(one.conversations[0].messages.nodes.map(({ author }: any) => author.id))).toEqual(new Set([one.id]));
    expect(await office.conversationWith(name, olga.client)).toMatchObject({
      unreadCount: 1,
      participants: [{ user: { id: olga.id } }],
    });
    // The old ids still lead there.
    const old = await office.test.admin.send(
      'query ($contact: ID!, $conversation: ID!) { contact(id: $contact) { id } conversation(id: $conversation) { id } }',
      { contact: byId.id, conversation: byId.conversations[0].id },
    );
    expect(old).toEqual({ contact: { id: one.id }, conversation: { id: one.conversations[0].id } });
    const sent = await office.send(olga.client, byId.conversations[0].id, { text: { body: 'Hello to you both' } });
    expect(sent.errors).toEqual([]);
    expect(textsOf((await contacts(name))[0])).toContain('Hello to you both');
  });

  it('keep their conversation when the number changes, and when only the id does', async () => {
    const { waId, userId, name } = next();
    const newNumber = next();
    await write('before', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId, profile: { name } });
    const system = {
      type: 'user_changed_number',
      body: `User changed from ${waId} to ${newNumber.waId}`,
      wa_id: newNumber.waId,
      user_id: newNumber.userId,
      previous_user_id: userId,
    };
    await office.receives({ messages: [office.message({ from: waId, type: 'system', system })], contacts: [] });
    await write(
      'after',
      { from: newNumber.waId, from_user_id: newNumber.userId },
      { wa_id: newNumber.waId, user_id: newNumber.userId },
    );
    const [contact, ...others] = await contacts(name);
    expect(others).toEqual([]);
    expect(contact).toMatchObject({ waId: newNumber.waId, userId: newNumber.userId });
    expect(textsOf(contact)).toEqual(['before', system.body, 'after']);

    const third = next();
    const changed = {
      type: 'user_changed_user_id',
      body: 'id changed',
      user_id: third.userId,
      previous_user_id: newNumber.userId,
    };
    await office.receives({
      messages: [office.message({ from: undefined, from_user_id: third.userId, type: 'system', system: changed })],
      contacts: [],
    });
    expect(await contacts(name)).toMatchObject([{ id: contact.id, userId: third.userId, waId: newNumber.waId }]);
  });

  it('are the same person when the new number has written before Meta told of the change', async () => {
    const { waId, name } = next();
    const later = next();
    await write('old number', { from: waId }, { wa_id: waId, profile: { name } });
    await write('new number', { from: later.waId }, { wa_id: later.waId, profile: { name: 'Stranger' } });
    const system = { type: 'user_changed_number', body: 'changed', wa_id: later.waId };
    await office.receives({ messages: [office.message({ from: waId, type: 'system', system })], contacts: [] });
    const [contact, ...others] = await contacts(name);
    expect(others).toEqual([]);
    expect(textsOf(contact).sort()).toEqual(['changed', 'new number', 'old number']);
    expect(contact.waId).toBe(later.waId);
  });

  it('do not inherit a number’s conversation: whoever has the number now is somebody else', async () => {
    const { waId, userId, name } = next();
    const heir = next();
    await write('mine', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId, profile: { name } });
    await write(
      'not mine',
      { from: waId, from_user_id: heir.userId },
      { wa_id: waId, user_id: heir.userId, profile: { name: heir.name } },
    );
    const [former] = await contacts(name);
    const [current] = await contacts(heir.name);
    expect(former).toMatchObject({ userId, waId: null, phoneNumber: null });
    expect(textsOf(former)).toEqual(['mine']);
    expect(current).toMatchObject({ userId: heir.userId, waId });
    expect(textsOf(current)).toEqual(['not mine']);
  });

  it.each([
    ['Brazil', '5511987654321', '551187654321'],
    ['Mexico', '5215512345678', '525512345678'],
    ['Argentina', '541123456789', '5491123456789'],
  ])(
    'of %s are known however their number is written, and Meta’s way of writing it counts',
    async (_country, typed, meta) => {
      const { world } = office.test.simulator;
      world.customers.splice(
        0,
        world.customers.length,
        ...world.customers.filter((customer) => customer.waId !== typed),
      );
      const customer = office.customer(meta, `Variant ${meta}`);
      await office.test.database.run(
        `INSERT INTO contacts (id, account_id, wa_id, phone_number) VALUES (gen_random_uuid(), $1, $2, $3)`,
        [office.account.id, typed, `+${typed}`],
      );
      await office.writes(customer, 'It is me');
      expect(
        await office.test.database.query('SELECT wa_id FROM contacts WHERE wa_id = ANY($1)', [[typed, meta]]),
      ).toEqual([{ wa_id: meta }]);
    },
  );

  it('get the form of their number that Meta answers when something is sent to them', async () => {
    const customer = office.customer('551198765432', 'Ana Sem Nove');
    customer.waId = '551198765432';
    const operator = await office.hire('OPERATOR', 'Otto');
    await office.test.database.run(
      `INSERT INTO contacts (id, account_id, wa_id, phone_number, profile_name, search_text)
       VALUES ('01990000-0000-7000-8000-00000000aaaa', $1, '5511998765432', '+5511998765432', 'Ana', 'ana')`,
      [office.account.id],
    );
    await office.test.database.run(
      `INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, last_activity_at, last_inbound_at)
       VALUES ('01990000-0000-7000-8000-00000000bbbb', $1, $2, '01990000-0000-7000-8000-00000000aaaa', 'CUSTOMER_INITIATED', now(), now())`,
      [office.account.id, office.account.phoneNumber.id],
    );
    office.test.simulator.conversations.write(office.phone, customer, 'text', { body: 'opens the window at Meta' });
    await eventually(
      () => office.test.database.query(`SELECT 1 FROM messages WHERE text = 'opens the window at Meta'`),
      (rows) => rows.length === 1,
    );
    const sent = await office.send(operator.client, '01990000-0000-7000-8000-00000000bbbb', { text: { body: 'Olá' } });
    expect(sent.errors).toEqual([]);
    await eventually(
      () => office.test.database.query(`SELECT wa_id FROM contacts WHERE id = '01990000-0000-7000-8000-00000000aaaa'`),
      ([row]) => row?.wa_id === '551198765432',
    );
    expect(await contacts('5511')).not.toHaveLength(0);
  });
});
