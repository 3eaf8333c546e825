import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aMessage, aStatus, aTextMessage, type MetaObject } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const REPORTED = graphql(`
  query ReportedDetails($id: ID!) {
    message(id: $id) {
      id
      isForwarded
      isFrequentlyForwarded
      raw
      author {
        __typename
        ... on Contact { id displayName profileName waId whatsappUserId parentUserId identityKeyHash identityChangedAt }
      }
      statusDetails
      pricing { billable model type category raw }
      billingConversation { conversationId origin expiresAt raw }
      text
      content {
        ... on MediaContent { kind caption isAnimated }
        ... on UnsupportedContent { unsupported: kind error { code title details advice } }
        ... on ContactsContent {
          contacts {
            formattedName firstName middleName lastName prefix suffix birthday organization department jobTitle origin vcard
            phones emails
            phoneNumbers { number type waId userId }
            emailAddresses { address type }
            urls { url type }
            messengers { service userId }
            addresses { street city state zip country countryCode type }
          }
        }
      }
    }
  }
`);
const PREFERENCE = graphql(`
  query MarketingPreference($id: ID!) { contact(id: $id) { marketingPreference optedOutAt } }
`);

const seconds = Math.floor(Date.now() / 1000) - 500;

describe('What Meta reports of messages and people', () => {
  let world: TestWorld;
  let people = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const somebody = () => `1650558${String(1_000 + (people += 1))}`;

  async function stored(wamid: unknown) {
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM messages WHERE whatsapp_id = $1', [wamid]);
    return must((await world.admin.send(REPORTED, { id: must(row).id })).message);
  }

  async function received(message: MetaObject, contacts: MetaObject[] = []) {
    await world.webhooks.receives({ messages: [message], contacts });
    return stored(message.id);
  }

  async function sent() {
    const { conversation, customer } = await world.customers.startsConversation();
    const message = await world.inbox.send(conversation.id, 'What does it cost?');
    return { conversation, customer, message: await world.inbox.until(message.id, 'SENT') };
  }

  it('a contact card is kept whole', async () => {
    const card = {
      addresses: [
        {
          city: 'Menlo Park',
          country: 'United States',
          country_code: 'US',
          state: 'CA',
          street: '1 Lucky Way',
          type: 'HOME',
          zip: '94025',
        },
      ],
      birthday: '1999-01-23',
      emails: [{ email: 'b@example.com', type: 'WORK' }],
      ims: [{ service: 'AIM', user_id: 'kfish' }],
      name: {
        formatted_name: 'Dr. B. J. Example',
        first_name: 'B',
        middle_name: 'J',
        last_name: 'Example',
        prefix: 'Dr.',
        suffix: 'Jr.',
      },
      org: { company: 'Lucky Shrub', department: 'Legal', title: 'Lead Counsel' },
      phones: [{ phone: '+19175550100', type: 'MOBILE', wa_id: '19175550101' }],
      urls: [{ url: 'https://www.example.com', type: 'WORK' }],
      origin: 'other',
      vcard: 'BEGIN:VCARD',
    };
    const { content } = await received(aMessage({ from: somebody(), type: 'contacts', contacts: [card] }));
    expect(content).toEqual({
      contacts: [
        {
          formattedName: 'Dr. B. J. Example',
          firstName: 'B',
          middleName: 'J',
          lastName: 'Example',
          prefix: 'Dr.',
          suffix: 'Jr.',
          birthday: '1999-01-23',
          organization: 'Lucky Shrub',
          department: 'Legal',
          jobTitle: 'Lead Counsel',
          origin: 'other',
          vcard: 'BEGIN:VCARD',
          phones: ['+19175550100'],
          emails: ['b@example.com'],
          phoneNumbers: [{ number: '+19175550100', type: 'MOBILE', waId: '19175550101', userId: null }],
          emailAddresses: [{ address: 'b@example.com', type: 'WORK' }],
          urls: [{ url: 'https://www.example.com', type: 'WORK' }],
          messengers: [{ service: 'AIM', userId: 'kfish' }],
          addresses: [
            {
              street: '1 Lucky Way',
              city: 'Menlo Park',
              state: 'CA',
              zip: '94025',
              country: 'United States',
              countryCode: 'US',
              type: 'HOME',
            },
          ],
        },
      ],
    });
  });

  it('what a message costs is kept, whichever status reports it, in whatever order', async () => {
    const pricing = { billable: true, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
    const conversation = { id: 'c-1', origin: { type: 'service' }, expiration_timestamp: '1795600000' };
    const shown = [];
    world.meta.behave({ sentAfterMs: null, deliveredAfterMs: null, readAfterMs: null });
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { message } = await sent();
      const wamid = must(message.whatsappId);
      const statuses = [
        aStatus(wamid, 'sent', { timestamp: String(seconds), pricing: { ...pricing, billable: false }, conversation }),
        aStatus(wamid, 'delivered', { timestamp: String(seconds + 5), pricing, conversation: { id: 'c-1' } }),
        aStatus(wamid, 'read', { timestamp: String(seconds + 9), payment: { id: 'p-1' } }),
      ];
      for (const index of order) await world.webhooks.receives({ statuses: [must(statuses[index])] });
      await world.webhooks.receives({ statuses: [must(statuses[2])] });
      const { pricing: cost, billingConversation, statusDetails } = await stored(wamid);
      shown.push({ cost, billingConversation, statusDetails });
    }
    expect(shown[0]).toEqual({
      cost: { billable: true, model: 'PMP', type: 'free_customer_service', category: 'service', raw: pricing },
      billingConversation: {
        conversationId: 'c-1',
        origin: 'service',
        expiresAt: new Date(1_795_600_000_000).toISOString(),
        raw: conversation,
      },
      statusDetails: { pricing, conversation, recipient_id: '16505551234', payment: { id: 'p-1' } },
    });
    expect(shown[1]).toEqual(shown[0]);
    world.meta.behaveAsUsual();
  });

  it('what a message costs is kept of a status that came before its message', async () => {
    const echo = { from: '15550783881', to: somebody(), id: 'wamid.early-cost', timestamp: String(seconds) };
    const pricing = { billable: false, pricing_model: 'PMP', type: 'regular', category: 'utility' };
    await world.webhooks.receives({ statuses: [aStatus(echo.id, 'delivered', { pricing })] });
    await world.webhooks.receivesField('smb_message_echoes', {
      metadata: { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId },
      message_echoes: [{ ...echo, type: 'text', text: { body: 'from the phone' } }],
    });
    expect(await stored(echo.id)).toMatchObject({ pricing: { category: 'utility' }, raw: { to: echo.to } });
  });

  it('parent user ids and identity keys are kept, of senders and of recipients', async () => {
    const from = somebody();
    const message = aTextMessage('hi', { from, from_user_id: 'DE.2001', from_parent_user_id: 'DE.ENT.1' });
    const contact = { wa_id: from, user_id: 'DE.2001', identity_key_hash: 'hash-1', profile: { name: 'Ida' } };
    expect((await received(message, [contact])).author).toMatchObject({
      parentUserId: 'DE.ENT.1',
      identityKeyHash: 'hash-1',
      identityChangedAt: null,
    });
    const notice = await received(
      aMessage({
        from,
        type: 'system',
        identity: { acknowledged: true, created_timestamp: String(seconds), hash: 'hash-2' },
        system: { type: 'customer_identity_changed', body: 'User identity changed' },
      }),
    );
    expect(notice).toMatchObject({ text: 'User identity changed', raw: { identity: { acknowledged: true } } });
    expect(notice.author).toMatchObject({
      parentUserId: 'DE.ENT.1',
      identityKeyHash: 'hash-2',
      identityChangedAt: new Date(seconds * 1000).toISOString(),
    });
    const { message: ours, conversation } = await sent();
    const status = aStatus(must(ours.whatsappId), 'delivered', { recipient_parent_user_id: 'DE.ENT.9' });
    await world.webhooks.receives({ statuses: [status] });
    const [inbound] = await world.database.query<{ whatsapp_id: string }>(
      `SELECT whatsapp_id FROM messages WHERE conversation_id = $1 AND direction = 'INBOUND'`,
      [conversation.id],
    );
    expect((await stored(must(inbound).whatsapp_id)).author).toMatchObject({ parentUserId: 'DE.ENT.9' });
  });

  it.each<[string, MetaObject, object]>([
    [
      'forwarded often',
      { type: 'text', text: { body: 'x' }, context: { frequently_forwarded: true } },
      { isForwarded: true, isFrequentlyForwarded: true },
    ],
    [
      'forwarded once',
      { type: 'text', text: { body: 'x' }, context: { forwarded: true } },
      { isForwarded: true, isFrequentlyForwarded: false },
    ],
    [
      'a sticker that moves',
      { type: 'sticker', sticker: { id: '1', mime_type: 'image/webp', animated: true } },
      { content: { kind: 'STICKER', isAnimated: true } },
    ],
    [
      'why Meta does not pass it on',
      {
        type: 'unsupported',
        errors: [{ code: 131051, title: 'Message type unknown', error_data: { details: 'Not supported.' } }],
        unsupported: { type: 'poll_creation' },
      },
      { content: { unsupported: 'poll_creation', error: { code: 131051, details: 'Not supported.' } } },
    ],
    [
      'what there is no field for',
      { type: 'text', text: { body: 'x', mood: 'good' }, weather: { rain: true } },
      { raw: { text: { mood: 'good' }, weather: { rain: true } } },
    ],
  ])('of a message it is kept: %s', async (_name, message, expected) => {
    expect(await received(aMessage({ from: somebody(), ...message }))).toMatchObject(expected);
  });

  it('nothing of a message that was deleted is kept as Meta sent it', async () => {
    const from = somebody();
    const text = aTextMessage('secret', { from, timestamp: String(seconds) });
    await received(text);
    const edit = { original_message_id: text.id, message: { type: 'text', text: { body: 'more secret' } } };
    await received(aMessage({ from, type: 'edit', edit, timestamp: String(seconds + 1) }));
    await received(aMessage({ from, type: 'revoke', revoke: { original_message_id: text.id } }));
    expect((await stored(text.id)).raw).toBeNull();
    expect(await world.countRows(`messages WHERE raw::text LIKE '%secret%'`)).toBe(0);
  });

  it('what a customer set about marketing can be read in the words of WhatsApp', async () => {
    const waId = somebody();
    const { author } = await received(aTextMessage('hi', { from: waId }));
    if (author?.__typename !== 'Contact') throw new Error('the author is no contact');
    const preference = {
      wa_id: waId,
      detail: 'User requested to stop marketing messages',
      category: 'marketing_messages',
      value: 'stop',
      timestamp: seconds + 400,
    };
    await world.webhooks.receivesField('user_preferences', { user_preferences: [preference] });
    const read = async () => must((await world.admin.send(PREFERENCE, { id: author.id })).contact);
    expect(await read()).toMatchObject({ marketingPreference: preference, optedOutAt: expect.any(String) as string });
    const other = { ...preference, category: 'holograms', value: 'stop', timestamp: seconds + 450 };
    const somebodyElse = { ...other, wa_id: somebody() };
    await world.webhooks.receivesField('user_preferences', { user_preferences: [somebodyElse] });
    const [contact] = await world.database.query<{ id: string }>('SELECT id FROM contacts WHERE wa_id = $1', [
      somebodyElse.wa_id,
    ]);
    const shown = must((await world.admin.send(PREFERENCE, { id: must(contact).id })).contact);
    expect(shown).toMatchObject({ marketingPreference: somebodyElse, optedOutAt: null });
  });
});
