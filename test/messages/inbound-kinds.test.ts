import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aMessage, aStatus, aTextMessage, type MetaObject } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const ACCOUNT_HISTORY = graphql(`
  query HistoryOfErrors($id: ID!) {
    account(id: $id) { history(first: 5) { nodes { kind to reason source } } }
  }
`);

describe('What customers send', () => {
  let world: TestWorld;
  const CUSTOMER = '16505551234';

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  /** Received, and as the API shows it. */
  async function received(message: MetaObject) {
    await world.webhooks.receives({ messages: [message] });
    const messages = await world.inbox.messagesWith(CUSTOMER);
    return must(messages.find(({ whatsappId }) => whatsappId === message.id));
  }

  it.each<[string, MetaObject, object]>([
    [
      'a text from an ad',
      { type: 'text', text: { body: 'More?' }, referral: { source_type: 'ad', headline: 'Chat with us' } },
      {
        text: 'More?',
        referral: { headline: 'Chat with us' },
        content: { __typename: 'TextContent', body: 'More?', referral: { source_type: 'ad' } },
      },
    ],
    [
      'a question about a product',
      {
        type: 'text',
        text: { body: 'Still there?' },
        context: { from: '1', id: 'wamid.Z', referred_product: { catalog_id: '19', product_retailer_id: 'di9' } },
      },
      { referredProduct: { catalogId: '19', productId: 'di9' }, content: { __typename: 'TextContent' } },
    ],
    [
      'a picture that could not be downloaded',
      {
        type: 'image',
        image: { caption: 'Look', mime_type: 'image/jpeg' },
        errors: [{ code: 131052, title: 'Media download error', error_data: { details: 'Too large' } }],
      },
      {
        text: 'Look',
        content: {
          __typename: 'MediaContent',
          mediaKind: 'IMAGE',
          caption: 'Look',
          media: { state: 'FAILED', error: 'Too large', mimeType: 'image/jpeg', url: null },
        },
      },
    ],
    [
      'a location',
      {
        type: 'location',
        location: {
          latitude: 37.46,
          longitude: -122.2,
          name: 'HQ',
          address: '1 Way',
          url: 'https://maps.example/?cid=2',
        },
      },
      {
        text: 'HQ, 1 Way',
        content: {
          __typename: 'LocationContent',
          latitude: 37.46,
          longitude: -122.2,
          url: 'https://maps.example/?cid=2',
        },
      },
    ],
    [
      'a location with a broken address of a page',
      { type: 'location', location: { latitude: '1.5', longitude: '2', url: 'not a url' } },
      { text: null, content: { __typename: 'LocationContent', latitude: 1.5, longitude: 2, url: null } },
    ],
    [
      'contacts',
      {
        type: 'contacts',
        contacts: [
          {
            name: { first_name: 'Chandler', formatted_name: 'Chandler Bing' },
            phones: [{ phone: '+1 555-555-5555', wa_id: '15555555555' }],
            emails: [{ email: 'c@example.com' }],
            org: { company: 'WENUS' },
          },
          { name: {}, phones: [{ wa_id: '4915112345678' }] },
        ],
      },
      {
        text: 'Chandler Bing, 4915112345678',
        content: {
          contacts: [
            {
              formattedName: 'Chandler Bing',
              phones: ['+1 555-555-5555'],
              emails: ['c@example.com'],
              organization: 'WENUS',
            },
            { formattedName: '4915112345678', phones: ['4915112345678'] },
          ],
        },
      },
    ],
    [
      "a template's quick reply",
      { type: 'button', button: { payload: 'TALK', text: 'Talk' } },
      { text: 'Talk', content: { replyKind: 'QUICK_REPLY', optionId: null, title: 'Talk', payload: 'TALK' } },
    ],
    [
      'a button',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'keep', title: 'Keep' } } },
      { text: 'Keep', content: { replyKind: 'BUTTON', optionId: 'keep', title: 'Keep', payload: null } },
    ],
    [
      'a row of a list',
      {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: 'r1', title: 'Express', description: 'Next day' } },
      },
      { text: 'Express', content: { replyKind: 'LIST', optionId: 'r1', payload: 'Next day' } },
    ],
    [
      'a form',
      {
        type: 'interactive',
        interactive: {
          type: 'nfm_reply',
          nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t","rating":"4"}' },
        },
      },
      { text: 'Sent', content: { replyKind: 'FLOW', optionId: 'flow', response: { rating: '4' } } },
    ],
    [
      'a form with broken JSON',
      { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{oops' } } },
      { content: { replyKind: 'FLOW', title: 'flow', payload: '{oops', response: null } },
    ],
    [
      'an answer that is not known yet',
      {
        type: 'interactive',
        interactive: {
          type: 'call_permission_reply',
          call_permission_reply: { response: 'accept', is_permanent: false },
        },
      },
      { content: { replyKind: 'UNKNOWN', optionId: 'call_permission_reply', response: { response: 'accept' } } },
    ],
    [
      'an order',
      {
        type: 'order',
        order: {
          catalog_id: '35',
          text: 'please',
          product_items: [{ product_retailer_id: 'HAMBURGER', quantity: 3, item_price: 30.5, currency: 'ILS' }],
        },
      },
      {
        text: 'please',
        content: {
          catalogId: '35',
          orderText: 'please',
          items: [{ productId: 'HAMBURGER', quantity: 3, price: '30.5', currency: 'ILS' }],
        },
      },
    ],
    [
      'a forwarded text',
      { type: 'text', text: { body: 'chain' }, context: { frequently_forwarded: true } },
      { isForwarded: true },
    ],
    [
      'a notice about identity',
      { type: 'system', system: { type: 'customer_identity_changed', body: 'User identity changed' } },
      {
        text: 'User identity changed',
        content: { __typename: 'SystemContent', systemKind: 'customer_identity_changed' },
      },
    ],
    ['a first opening', { type: 'request_welcome' }, { content: { systemKind: 'request_welcome' } }],
    [
      'a poll',
      {
        type: 'unsupported',
        errors: [
          { code: 131051, title: 'Unknown', error_data: { details: 'Message type is currently not supported.' } },
        ],
        unsupported: { type: 'poll_creation' },
      },
      {
        content: {
          __typename: 'UnsupportedContent',
          unsupportedKind: 'poll_creation',
          details: 'Message type is currently not supported.',
        },
      },
    ],
    [
      'a kind from the future',
      { type: 'hologram', hologram: { depth: 3, caption: 'Look!' } },
      { text: 'Look!', content: { unsupportedKind: 'hologram', raw: { hologram: { depth: 3 } } } },
    ],
    ['an image without an image', { type: 'image' }, { content: { unsupportedKind: 'image' } }],
    [
      'a reply without its payload',
      { type: 'interactive', errors: [{ code: 131000 }] },
      { content: { unsupportedKind: 'interactive' } },
    ],
    [
      'a reaction to something unknown',
      { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' } },
      { content: { emoji: '👍' } },
    ],
    [
      'an edit of something unknown',
      { type: 'edit', edit: { original_message_id: 'wamid.Y', message: { type: 'text', text: { body: 'Hello!' } } } },
      { text: 'Hello!', content: { __typename: 'TextContent', body: 'Hello!' } },
    ],
    [
      'the deletion of something unknown',
      { type: 'revoke', revoke: { original_message_id: 'wamid.W' } },
      { content: { systemKind: 'revoke' } },
    ],
  ])('knows %s', async (_name, message, expected) => {
    expect(await received(aMessage(message))).toMatchObject(expected);
    expect(await world.webhooks.deliveries('FAILED', 'IGNORED')).toEqual([]);
  });

  it.each([
    ['image', 'image/jpeg', 'IMAGE', {}],
    ['video', 'video/mp4', 'VIDEO', {}],
    ['audio', 'audio/mpeg', 'AUDIO', {}],
    ['audio', 'audio/ogg; codecs=opus', 'VOICE', { voice: true }],
    ['document', 'application/x-weird', 'DOCUMENT', { filename: 'inv.weird' }],
    ['sticker', 'image/webp', 'STICKER', { animated: false }],
  ])('knows a file: %s of %s is %s', async (type, mimeType, mediaKind, extra) => {
    const file = world.meta.file(mimeType, Buffer.from(`bytes of ${type}`), extra);
    const { content } = await received(aMessage({ type, [type]: file }));
    const media = { mimeType: mimeType.split(';')[0] };
    expect(content).toMatchObject({ __typename: 'MediaContent', mediaKind, media });
  });

  it('shows what was quoted', async () => {
    const quoted = aTextMessage('the first');
    await world.webhooks.receives({ messages: [quoted] });
    const reply = await received(aTextMessage('and the second', { context: { from: '1', id: quoted.id } }));
    expect(reply.replyTo).toMatchObject({ text: 'the first' });
  });

  it('stores what was written on the phone of the company as outgoing, and follows it', async () => {
    const customer = world.customers.named('Echo Customer', '16505559876');
    const person = await world.people.add('OPERATOR');
    await world.accounts.setNotifyUsers([person]);
    const { phone, simulator } = world.meta;
    const wamid = simulator.conversations.echo(phone, customer, 'text', { body: 'From the phone' });
    await world.customers.isStored(wamid);
    await world.webhooks.receives({ statuses: [aStatus(wamid, 'read', { recipient_id: '16505559876' })] });
    expect(await world.inbox.messagesWith('16505559876')).toMatchObject([
      { direction: 'OUTBOUND', origin: 'PHONE_APP', status: 'READ', text: 'From the phone', whatsappId: wamid },
    ]);
    expect(await world.inbox.conversationWith('16505559876')).toMatchObject({
      unreadCount: 0,
      serviceWindow: { isOpen: false },
      lastMessage: { text: 'From the phone' },
    });
    expect(await world.people.notificationsOf(person)).toEqual([]);
  });

  it('keeps errors that belong to no message in the history of the account, once an hour, and tells administrators', async () => {
    const errors = [{ code: 130429, title: 'Rate limit hit', error_data: { details: 'Too many messages.' } }];
    await world.webhooks.receives({ errors });
    await world.webhooks.receives({ errors });
    const account = must((await world.admin.send(ACCOUNT_HISTORY, { id: world.account.id })).account);
    expect(account.history.nodes.filter(({ to }) => to === 'Error 130429')).toEqual([
      { kind: 'ACCOUNT', to: 'Error 130429', reason: 'Error 130429: Too many messages.', source: 'WEBHOOK' },
    ]);
    expect(await world.people.notificationsOf({ client: world.admin })).toMatchObject([{ reason: 'ACCOUNT_CHANGED' }]);
  });
});
