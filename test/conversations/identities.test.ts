import { graphql } from '../generated/gql.js';
import type { CustomersWithIdsQuery } from '../generated/graphql.js';
import { eventually, first, must, only } from '../support/expectations.js';
import { aMessage, aTextMessage, type MetaObject } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const CONTACTS = graphql(`
  query CustomersWithIds($search: String) {
    contacts(search: $search) {
      nodes {
        id displayName profileName username phoneNumber waId userId
        conversations { id messages(first: 20) { nodes { text author { ... on Contact { id } } } } }
      }
    }
  }
`);
const BY_IDS = graphql(`
  query ContactAndConversation($contact: ID!, $conversation: ID!) {
    contact(id: $contact) { id } conversation(id: $conversation) { id }
  }
`);

type Contact = CustomersWithIdsQuery['contacts']['nodes'][number];

const CONTACT_ID = '01990000-0000-7000-8000-00000000aaaa';
const CONVERSATION_ID = '01990000-0000-7000-8000-00000000bbbb';

describe('Customers and the ids that Meta knows them by', () => {
  let world: TestWorld;
  let number = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const contacts = async (search: string): Promise<Contact[]> =>
    (await world.admin.send(CONTACTS, { search })).contacts.nodes;
  const write = (text: string, ids: MetaObject, contact: MetaObject = {}) =>
    world.webhooks.receives({ messages: [aTextMessage(text, { from: undefined, ...ids })], contacts: [contact] });
  const receivesSystem = (from: MetaObject, system: MetaObject) =>
    world.webhooks.receives({ messages: [aMessage({ ...from, type: 'system', system })], contacts: [] });
  const someone = () => {
    number += 1;
    return {
      waId: `1650557${String(1_000 + number)}`,
      userId: `US.person${number}`,
      name: `Q${must('abcdefghijklmnopqrstuvwxyz'[number]).repeat(5)}`,
    };
  };
  const messagesOf = ({ conversations }: Contact) => conversations.flatMap(({ messages }) => messages.nodes);
  const textsOf = (contact: Contact) => messagesOf(contact).map(({ text }) => text);

  it('become one when Meta tells that they are one, with everything that was said, read and decided', async () => {
    const { waId, userId, name } = someone();
    const profile = { name };
    await write('by number', { from: waId }, { wa_id: waId, profile });
    await write('by id', { from_user_id: userId }, { user_id: userId, profile: { name, username: 'person.one' } });
    const both = await contacts(name);
    expect(both).toHaveLength(2);
    const [byId, byNumber] = [first(both), must(both[1])];
    const conversationById = first(byId.conversations).id;
    const olga = await world.people.add('OPERATOR', { name: 'Olga' });
    for (const { conversations } of both) {
      const { id } = first(conversations);
      expect((await world.inbox.addParticipants(id, [olga])).errors).toEqual([]);
      expect((await world.inbox.as(olga).markRead(id)).errors).toEqual([]);
    }
    await write('by both', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId, profile });

    const one = only(await contacts(name), 'contact');
    expect(one).toMatchObject({ id: byNumber.id, waId, userId, username: 'person.one', phoneNumber: `+${waId}` });
    const conversation = only(one.conversations, 'conversation');
    expect(textsOf(one)).toEqual(['by number', 'by id', 'by both']);
    for (const { author } of messagesOf(one)) expect(author).toEqual({ id: one.id });
    expect(await world.inbox.as(olga).conversationWith(name)).toMatchObject({
      unreadCount: 1,
      participants: [{ user: { id: olga.id } }],
    });
    // The old ids still lead there.
    const old = await world.admin.send(BY_IDS, { contact: byId.id, conversation: conversationById });
    expect(old).toEqual({ contact: { id: one.id }, conversation: { id: conversation.id } });
    await world.inbox.as(olga).send(conversationById, 'Hello to you both');
    expect(textsOf(first(await contacts(name)))).toContain('Hello to you both');
  });

  it('keep their conversation when the number changes, and when only the id does', async () => {
    const { waId, userId, name } = someone();
    const changed = someone();
    await write('before', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId, profile: { name } });
    const body = `User changed from ${waId} to ${changed.waId}`;
    await receivesSystem(
      { from: waId },
      {
        type: 'user_changed_number',
        body,
        wa_id: changed.waId,
        user_id: changed.userId,
        previous_user_id: userId,
      },
    );
    await write(
      'after',
      { from: changed.waId, from_user_id: changed.userId },
      { wa_id: changed.waId, user_id: changed.userId },
    );
    const contact = only(await contacts(name), 'contact');
    expect(contact).toMatchObject({ waId: changed.waId, userId: changed.userId });
    expect(textsOf(contact)).toEqual(['before', body, 'after']);

    const third = someone();
    await receivesSystem(
      { from: undefined, from_user_id: third.userId },
      {
        type: 'user_changed_user_id',
        body: 'id changed',
        user_id: third.userId,
        previous_user_id: changed.userId,
      },
    );
    expect(await contacts(name)).toMatchObject([{ id: contact.id, userId: third.userId, waId: changed.waId }]);
  });

  it('are the same person when the new number has written before Meta told of the change', async () => {
    const { waId, name } = someone();
    const later = someone();
    await write('old number', { from: waId }, { wa_id: waId, profile: { name } });
    await write('new number', { from: later.waId }, { wa_id: later.waId, profile: { name: 'Stranger' } });
    await receivesSystem({ from: waId }, { type: 'user_changed_number', body: 'changed', wa_id: later.waId });
    const contact = only(await contacts(name), 'contact');
    expect(textsOf(contact).map(String).sort()).toEqual(['changed', 'new number', 'old number']);
    expect(contact.waId).toBe(later.waId);
  });

  it('do not inherit a number’s conversation: whoever has the number now is somebody else', async () => {
    const { waId, userId, name } = someone();
    const heir = someone();
    await write('mine', { from: waId, from_user_id: userId }, { wa_id: waId, user_id: userId, profile: { name } });
    await write(
      'not mine',
      { from: waId, from_user_id: heir.userId },
      { wa_id: waId, user_id: heir.userId, profile: { name: heir.name } },
    );
    const former = first(await contacts(name));
    const current = first(await contacts(heir.name));
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
      const { customers } = world.meta.world;
      customers.splice(0, customers.length, ...customers.filter(({ waId }) => waId !== typed));
      await world.database.run(
        `INSERT INTO contacts (id, account_id, wa_id, phone_number) VALUES (gen_random_uuid(), $1, $2, $3)`,
        [world.account.id, typed, `+${typed}`],
      );
      await world.customers.writes(world.customers.named(`Variant ${meta}`, meta), 'It is me');
      const rows = await world.database.query('SELECT wa_id FROM contacts WHERE wa_id = ANY($1)', [[typed, meta]]);
      expect(rows).toEqual([{ wa_id: meta }]);
    },
  );

  it('get the form of their number that Meta answers when something is sent to them', async () => {
    const customer = world.customers.named('Ana Sem Nove', '551198765432');
    customer.waId = '551198765432';
    const operator = await world.people.add('OPERATOR', { name: 'Otto' });
    await world.database.run(
      `INSERT INTO contacts (id, account_id, wa_id, phone_number, profile_name, search_text)
       VALUES ($1, $2, '5511998765432', '+5511998765432', 'Ana', 'ana')`,
      [CONTACT_ID, world.account.id],
    );
    await world.database.run(
      `INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, last_activity_at, last_inbound_at)
       VALUES ($1, $2, $3, $4, 'CUSTOMER_INITIATED', now(), now())`,
      [CONVERSATION_ID, world.account.id, world.account.phoneNumber.id, CONTACT_ID],
    );
    world.customers.sends(customer, 'opens the window at Meta');
    await eventually(
      () => world.countRows(`messages WHERE text = 'opens the window at Meta'`),
      (count) => count === 1,
    );
    await world.inbox.as(operator).send(CONVERSATION_ID, 'Olá');
    await eventually(
      () => world.database.query('SELECT wa_id FROM contacts WHERE id = $1', [CONTACT_ID]),
      ([row]) => row?.wa_id === '551198765432',
    );
    expect(await contacts('5511')).not.toHaveLength(0);
  });
});
