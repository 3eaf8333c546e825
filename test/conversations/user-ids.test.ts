import { graphql } from '../generated/gql.js';
import { eventually, first, must, only } from '../support/expectations.js';
import { aMessage, aStatus, aTextMessage } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const CONTACTS = graphql(`
  query ContactsByAnything($search: String) {
    contacts(search: $search) {
      nodes {
        id displayName username phoneNumber waId whatsappUserId
        conversations { id messages(first: 20) { nodes { text } } }
      }
    }
  }
`);

describe('User ids of customers', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const contacts = async (search: string) => (await world.admin.send(CONTACTS, { search })).contacts.nodes;
  /** A customer who is known by number alone, and what we have sent to them; all statuses of it have come. */
  const sentTo = async (waId: string): Promise<{ wamid: string; contactId: string }> => {
    await world.customers.writes(world.customers.named(waId, waId), 'hello');
    const { id, contact } = await world.inbox.conversationWith(waId);
    await world.inbox.send(id, 'An answer');
    const [sent] = await eventually(
      () =>
        world.database.query<{ whatsapp_id: string }>(
          `SELECT whatsapp_id FROM messages
            WHERE conversation_id = $1 AND direction = 'OUTBOUND' AND delivered_at IS NOT NULL`,
          [id],
        ),
      (rows) => rows.length === 1,
    );
    await world.webhooks.settled();
    await world.database.run(
      'UPDATE contacts SET whatsapp_user_id = NULL, username = NULL, profile_name = NULL WHERE id = $1',
      [contact.id],
    );
    return { wamid: must(sent).whatsapp_id, contactId: contact.id };
  };

  it('are told by statuses, so that the customer is the same when they write without their number', async () => {
    const { wamid, contactId } = await sentTo('4915155500002');
    const profile = { name: 'Zoe Example', username: 'zoe.z' };
    await world.webhooks.receives({
      contacts: [{ profile, wa_id: '4915155500002', user_id: 'DE.4242' }],
      statuses: [aStatus(wamid, 'delivered', { recipient_id: '4915155500002', recipient_user_id: 'DE.4242' })],
    });
    expect(await contacts('zoe.z')).toMatchObject([
      {
        id: contactId,
        displayName: 'Zoe Example',
        username: 'zoe.z',
        whatsappUserId: 'DE.4242',
        waId: '4915155500002',
      },
    ]);
    await world.webhooks.receives({
      contacts: [{ profile, user_id: 'DE.4242' }],
      messages: [aTextMessage('now without number', { from: undefined, from_user_id: 'DE.4242' })],
    });
    const contact = only(await contacts('zoe.z'), 'contact');
    const conversation = only(contact.conversations, 'conversation');
    const texts = conversation.messages.nodes.map(({ text }) => String(text)); // within the same second of Meta's clock
    expect(texts.sort()).toEqual(['An answer', 'hello', 'now without number']);
  });

  it('are told by statuses that do not name the number, and by those that come too early', async () => {
    const { wamid, contactId } = await sentTo('4915155500003');
    await world.webhooks.receives({
      contacts: [{ profile: { username: 'yan.y' }, user_id: 'DE.43' }],
      statuses: [aStatus(wamid, 'read', { recipient_id: undefined, recipient_user_id: 'DE.43' })],
    });
    expect(await contacts('yan.y')).toMatchObject([{ id: contactId, whatsappUserId: 'DE.43' }]);

    const other = await sentTo('4915155500004');
    await world.webhooks.receives({
      contacts: [{ profile: { username: 'xen.x' }, wa_id: '4915155500004', user_id: 'DE.44' }],
      statuses: [aStatus('wamid.nobodyKnows', 'sent', { recipient_id: '4915155500004', recipient_user_id: 'DE.44' })],
    });
    expect(await contacts('xen.x')).toMatchObject([{ id: other.contactId, whatsappUserId: 'DE.44' }]);
  });

  it('that contradict what is known are not taken from statuses, which may be old', async () => {
    const { wamid, contactId } = await sentTo('4915155500005');
    await world.database.run(`UPDATE contacts SET whatsapp_user_id = 'DE.new' WHERE id = $1`, [contactId]);
    await world.webhooks.receives({
      contacts: [{ profile: { name: 'Old' }, wa_id: '4915155500005', user_id: 'DE.old' }],
      statuses: [aStatus(wamid, 'read', { recipient_id: '4915155500005', recipient_user_id: 'DE.old' })],
    });
    expect(await contacts('4915155500005')).toMatchObject([
      { id: contactId, whatsappUserId: 'DE.new', waId: '4915155500005' },
    ]);
    expect(await contacts('Old')).toEqual([]);
  });

  it('merge the two contacts that one person had, when a status tells that they are one', async () => {
    await world.webhooks.receives({
      contacts: [{ profile: { name: 'Wim' }, user_id: 'DE.46' }],
      messages: [aTextMessage('by id', { from: undefined, from_user_id: 'DE.46' })],
    });
    const { wamid } = await sentTo('4915155500006');
    await world.webhooks.receives({
      contacts: [{ wa_id: '4915155500006', user_id: 'DE.46' }],
      statuses: [aStatus(wamid, 'delivered', { recipient_id: '4915155500006', recipient_user_id: 'DE.46' })],
    });
    const contact = only(await contacts('Wim'), 'contact');
    expect(contact).toMatchObject({ waId: '4915155500006', whatsappUserId: 'DE.46' });
    const { messages } = only(contact.conversations, 'conversation');
    expect(messages.nodes.map(({ text }) => String(text)).sort()).toEqual(['An answer', 'by id', 'hello']);
  });

  it.each([
    [
      'in from and wa_id',
      { from: 'US.1234', from_user_id: 'US.1234' },
      { wa_id: 'US.1234', user_id: 'US.1234' },
      'US.1234',
    ],
    ['in from alone', { from: 'US.1235' }, { wa_id: 'US.1235' }, 'US.1235'],
    ['of a group of portfolios', { from: 'US.ENT.1236' }, { wa_id: 'US.ENT.1236' }, 'US.ENT.1236'],
  ])('are no numbers %s, and are answered as user ids', async (_where, from, contact, userId) => {
    const name = `Ann ${userId}`;
    world.meta.world.customers.push({
      ...{ waId: null, userId, name, username: null, isOnWhatsApp: true, hasReadReceipts: true },
    });
    await world.webhooks.receives({
      messages: [aTextMessage('hi', from)],
      contacts: [{ profile: { name }, ...contact }],
    });
    const found = only(await contacts(name), 'contact');
    expect(found).toMatchObject({ waId: null, phoneNumber: null, whatsappUserId: userId });
    await world.database.run(`UPDATE conversations SET last_inbound_at = now() WHERE contact_id = $1`, [found.id]);
    await world.inbox.send(first(found.conversations).id, `Hello ${userId}`);
    const request = await eventually(
      () => world.meta.requestsTo('/messages').find(({ body }) => JSON.stringify(body).includes(`Hello ${userId}`)),
      (sent) => sent !== undefined,
    );
    expect(must(request).body).toMatchObject({ recipient: userId });
    expect(must(request).body).not.toHaveProperty('to');
  });

  it('change without a sender, whoever reports it', async () => {
    const user = async (userId: string) =>
      world.webhooks.receives({
        messages: [aTextMessage('me', { from: undefined, from_user_id: userId })],
        contacts: [{ user_id: userId, profile: { name: `Holder of ${userId}` } }],
      });
    await user('DE.70');
    const before = only(await contacts('Holder of DE.70'), 'contact');
    await world.webhooks.receives({
      messages: [
        aMessage({
          from: undefined,
          type: 'system',
          system: { type: 'user_changed_user_id', body: 'changed', user_id: 'DE.71', previous_user_id: 'DE.70' },
        }),
      ],
      contacts: [],
    });
    expect(await contacts('Holder of DE.70')).toMatchObject([{ id: before.id, whatsappUserId: 'DE.71' }]);
    await world.webhooks.receivesField('user_id_update', {
      messaging_product: 'whatsapp',
      metadata: { phone_number_id: world.meta.phone.id, display_phone_number: '15550783881' },
      user_id_update: [
        {
          detail: 'The user id has changed',
          user_id: { previous: 'DE.71', current: 'DE.72' },
          timestamp: '1795600000',
        },
      ],
    });
    expect(await contacts('Holder of DE.70')).toMatchObject([{ id: before.id, whatsappUserId: 'DE.72' }]);
  });
});
