import { CheckInboxService } from '../../src/modules/conversations/inbox/check-inbox.service.js';
import { DEMO } from '../../src/simulator/world/demo-world.js';
import { graphql } from '../generated/gql.js';
import { first, must, only } from '../support/expectations.js';
import { aChunk, aPast, DAY, now, phoneChannel as metadata } from '../support/factories/phone-app.js';
import { aFieldWebhook, aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const CHAT = graphql(`
  query ChatOfThePhone($search: String!) {
    conversations(first: 5, filter: { search: $search }) {
      nodes {
        id status origin unreadCount waitingSince lastActivityAt lastMessage { text }
        serviceWindow { isOpen }
        contact { displayName }
        messages(last: 50) {
          nodes {
            id direction status origin text isFromHistory occurredAt sortKey raw
            statusHistory { status occurredAt }
            reactions { emoji }
            content { __typename ... on UnsupportedContent { kind } ... on MediaContent { caption media { state } } }
          }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  }
`);
const OLDER = graphql(`
  query OlderOfThePhone($id: ID!, $before: String!) {
    conversation(id: $id) { messages(last: 2, before: $before) { nodes { text } } }
  }
`);
const IMPORT = graphql(`
  query HistoryImportOfNumber($id: ID!) {
    account(id: $id) {
      phoneNumbers {
        id
        historyImport {
          phase chunkOrder progress chunksRead messagesRead requestedAt startedAt finishedAt refusal { code advice }
        }
      }
    }
  }
`);
const NOTIFIED = graphql(`
  query NotifiedOfThePhone { notifications(first: 50) { nodes { body } } }
`);

describe("The history of the phone's app", () => {
  let world: TestWorld;
  let people = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const somebody = () => `1650558${String(1_000 + ++people)}`;
  const chatWith = async (number: string) =>
    first((await world.admin.send(CHAT, { search: `+${number}` })).conversations.nodes);
  const textsWith = async (number: string) => (await chatWith(number)).messages.nodes.map(({ text }) => text);
  const arrives = (value: object) => world.webhooks.receivesField('history', value);
  const historyImport = async () => {
    const { account } = await world.admin.send(IMPORT, { id: world.account.id });
    return must(only(must(account, 'the account').phoneNumbers, 'the number').historyImport, 'the import');
  };
  const eventsOf = (conversationId: string) =>
    world.database.query<{ kind: string; change: string | null }>(
      'SELECT kind, change FROM events WHERE conversation_id = $1 ORDER BY position',
      [conversationId],
    );

  it('is in the chat as it was said: who, when, how far, and that it is past', async () => {
    const customer = somebody();
    const messages = [
      aPast(customer, false, 'Do you have it in red?', 3 * DAY),
      aPast(customer, true, 'We do.', 2 * DAY, { history_context: { status: 'DELIVERED' } }),
      aPast(customer, true, 'And in blue.', DAY, { history_context: { from_me: true, status: 'error' } }),
    ];
    await arrives(
      aChunk([
        { id: customer, messages: messages.toReversed(), context: { wa_id: customer, user_id: `US.${customer}` } },
      ]),
    );
    const chat = await chatWith(customer);
    expect(chat).toMatchObject({ status: 'CLOSED', origin: 'CUSTOMER_INITIATED', unreadCount: 0, waitingSince: null });
    expect(chat).toMatchObject({ serviceWindow: { isOpen: false }, lastMessage: { text: 'And in blue.' } });
    expect(new Date(chat.lastActivityAt).getTime()).toBe((now - DAY) * 1000);
    expect(chat.messages.nodes).toMatchObject([
      { direction: 'INBOUND', status: 'RECEIVED', origin: null, text: 'Do you have it in red?', isFromHistory: true },
      { direction: 'OUTBOUND', status: 'DELIVERED', origin: 'PHONE_APP', text: 'We do.', isFromHistory: true },
      { direction: 'OUTBOUND', status: 'FAILED', origin: 'PHONE_APP', text: 'And in blue.', isFromHistory: true },
    ]);
    expect(chat.messages.nodes[1]?.statusHistory.map(({ status }) => status)).toEqual(['SENT']);
    expect(first(chat.messages.nodes).raw).toMatchObject({ history_context: { status: 'READ' } });
    expect(await eventsOf(chat.id)).toEqual([{ kind: 'CONVERSATION', change: null }]);
  });

  it('notifies nobody, and is the same when it comes again, with other chunks between', async () => {
    const customer = somebody();
    const before = (await world.admin.send(NOTIFIED)).notifications.nodes.length;
    const [old, older, oldest] = [
      aPast(customer, false, 'old', DAY),
      aPast(customer, true, 'older', 90 * DAY),
      aPast(customer, false, 'oldest', 179 * DAY),
    ];
    await arrives(aChunk([{ id: customer, messages: [oldest] }], { phase: 2, progress: 90 }));
    await arrives(aChunk([{ id: customer, messages: [old, older] }]));
    const first = await chatWith(customer);
    await arrives(aChunk([{ id: customer, messages: [older, oldest] }], { phase: 1, progress: 80 }));
    const again = await chatWith(customer);
    expect(again).toEqual(first);
    expect(again.messages.nodes.map(({ text }) => text)).toEqual(['oldest', 'older', 'old']);
    expect((await world.admin.send(NOTIFIED)).notifications.nodes).toHaveLength(before);
    expect(await eventsOf(first.id)).toHaveLength(2);
  });

  it('keeps the order of one second, and pages across it', async () => {
    const customer = somebody();
    const messages = ['one', 'two', 'three', 'four'].map((text) => aPast(customer, false, text, 5 * DAY));
    await arrives(aChunk([{ id: customer, messages }]));
    const chat = await chatWith(customer);
    expect(chat.messages.nodes.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four']);
    const keys = chat.messages.nodes.map(({ sortKey }) => sortKey);
    expect([...keys].sort()).toEqual(keys);
    const { conversation } = await world.admin.send(OLDER, {
      id: chat.id,
      before: must(chat.messages.pageInfo.startCursor, 'a cursor'),
    });
    expect(must(conversation, 'the chat').messages.nodes).toEqual([]);
  });

  it('leaves what is known as it is, and whoever waits waiting', async () => {
    const customer = somebody();
    const question = aTextMessage('Are you there?', { from: customer, id: `wamid.LIVE${customer}` });
    await world.webhooks.post(aWebhook({ messages: [question], contacts: [{ wa_id: customer }] })).expect(200);
    await world.webhooks.settled();
    const before = await chatWith(customer);
    expect(before).toMatchObject({ status: 'OPEN', unreadCount: 1, serviceWindow: { isOpen: true } });
    const messages = [
      aPast(customer, false, 'an old question', 30 * DAY),
      aPast(customer, true, 'an old answer', 29 * DAY),
      { ...question, history_context: { status: 'READ' } },
    ];
    await arrives(aChunk([{ id: customer, messages }]));
    const after = await chatWith(customer);
    expect(after).toMatchObject({
      ...{ status: 'OPEN', unreadCount: 1, waitingSince: before.waitingSince, lastActivityAt: before.lastActivityAt },
      lastMessage: { text: 'Are you there?' },
    });
    expect(after.messages.nodes.map(({ text, isFromHistory }) => [text, isFromHistory])).toEqual([
      ['an old question', true],
      ['an old answer', true],
      ['Are you there?', false],
    ]);
    await world.inbox.markRead(after.id);
    expect(await chatWith(customer)).toMatchObject({ unreadCount: 0 });
  });

  it('is read and past, whoever reads on in it, and sends no read receipt', async () => {
    const customer = somebody();
    await arrives(aChunk([{ id: customer, messages: [aPast(customer, false, 'of yesterday', DAY)] }]));
    const { id } = await chatWith(customer);
    await world.inbox.markRead(id);
    await arrives(
      aChunk([{ id: customer, messages: [aPast(customer, false, 'of last week', 7 * DAY)] }], { phase: 1 }),
    );
    expect(await chatWith(customer)).toMatchObject({ unreadCount: 0, waitingSince: null });
    const receipts = await world.database.query('SELECT 1 FROM read_receipts WHERE conversation_id = $1', [id]);
    expect(receipts).toEqual([]);
    expect(await world.app.get(CheckInboxService).check(false)).toMatchObject({ differences: 0 });
  });

  it('gives way to the message itself where that comes after it: then a customer has written', async () => {
    const customer = somebody();
    const question = aTextMessage('Is it open today?', { from: customer, id: `wamid.LATE${customer}` });
    await arrives(aChunk([{ id: customer, messages: [{ ...question, history_context: { status: 'READ' } }] }]));
    expect(await chatWith(customer)).toMatchObject({ status: 'CLOSED', unreadCount: 0 });
    for (let time = 0; time < 2; time += 1)
      await world.webhooks.receives({ messages: [question], contacts: [{ wa_id: customer }] });
    const chat = await chatWith(customer);
    expect(chat).toMatchObject({ status: 'OPEN', unreadCount: 1, serviceWindow: { isOpen: true } });
    expect(chat.waitingSince).not.toBeNull();
    expect(only(chat.messages.nodes, 'the message').isFromHistory).toBe(false);
  });

  it.each([true, false])('fills the placeholder of a file that follows; the file first: %s', async (isFileFirst) => {
    const customer = somebody();
    const placeholder = { ...aPast(customer, false, '', 2 * DAY), type: 'media_placeholder', text: undefined };
    const { media } = world.meta.simulator;
    const { id } = media.attach(DEMO.phoneNumberId, 'image/png', Buffer.from('a picture'));
    const file = { ...placeholder, type: 'image', image: { id, mime_type: 'image/png', caption: 'the receipt' } };
    const told = [
      () => arrives(aChunk([{ id: customer, messages: [placeholder] }])),
      () => arrives({ messaging_product: 'whatsapp', metadata, messages: [file] }),
    ];
    for (const tell of isFileFirst ? told.toReversed() : told) await tell();
    const { messages } = await chatWith(customer);
    expect(only(messages.nodes, 'the message')).toMatchObject({
      ...{ isFromHistory: true, direction: 'INBOUND' },
      content: { __typename: 'MediaContent', caption: 'the receipt' },
    });
  });

  it('drops nothing: groups, unknown kinds, reactions', async () => {
    const customer = somebody();
    const said = aPast(customer, true, 'We close at six.', DAY);
    await arrives(
      aChunk([
        {
          id: customer,
          messages: [
            said,
            aPast(customer, false, '', DAY - 60, { type: 'hologram', text: undefined, hologram: { depth: 3 } }),
            aPast(customer, false, '', DAY - 120, {
              type: 'reaction',
              text: undefined,
              reaction: { message_id: said.id, emoji: '👍' },
            }),
          ],
        },
        { id: `${customer}-1@g.us`, messages: [aPast(customer, false, 'to all of us', DAY)] },
      ]),
    );
    const { messages } = await chatWith(customer);
    expect(messages.nodes).toMatchObject([
      { text: 'We close at six.', reactions: [{ emoji: '👍' }] },
      { content: { __typename: 'UnsupportedContent', kind: 'hologram' } },
    ]);
    const [row] = await world.database.query<{ group_id: string }>(
      `SELECT group_id FROM messages WHERE text = 'to all of us' AND position < 0`,
    );
    expect(row?.group_id).toBe(`${customer}-1@g.us`);
  });

  it('tells how far it is, in whatever order chunks come, and why there is none', async () => {
    await world.database.run('DELETE FROM history_imports');
    const customer = somebody();
    const said = [aPast(customer, false, 'a', DAY), aPast(customer, false, 'b', DAY)];
    await arrives(aChunk([{ id: customer, messages: said }], { phase: 1, chunk_order: 2, progress: 70 }));
    await arrives(aChunk([{ id: customer, messages: said }], { phase: 0, chunk_order: 3, progress: 20 }));
    await arrives(aChunk([{ id: customer, messages: said }], { phase: 1, chunk_order: 2, progress: 70 }));
    expect(await historyImport()).toMatchObject({
      ...{ phase: 1, chunkOrder: 2, progress: 70, chunksRead: 2, messagesRead: 2, finishedAt: null, refusal: null },
    });
    await arrives(aChunk([], { phase: 2, chunk_order: 1, progress: 100 }));
    expect((await historyImport()).finishedAt).not.toBeNull();
    const errors = [{ code: 2_593_109, title: 'History sync is turned off', message: 'The business has disabled it.' }];
    await arrives({ messaging_product: 'whatsapp', metadata, history: [{ errors }] });
    expect(await historyImport()).toMatchObject({ refusal: { code: 2_593_109 } });
  });

  it('is read beside a message that cannot be', async () => {
    const customer = somebody();
    await arrives(aChunk([{ id: customer, messages: [{ type: 'text' }, aPast(customer, false, 'readable', DAY)] }]));
    expect(await textsWith(customer)).toEqual(['readable']);
    expect(first(await world.webhooks.deliveries())).toMatchObject({ state: 'FAILED', fields: ['history'] });
    expect(first(await world.webhooks.deliveries()).error).toContain('history: a message has no id');
  });

  it('is replayed in its own lane', async () => {
    const customer = somebody();
    await arrives(aChunk([{ id: customer, messages: [aPast(customer, false, 'once', DAY)] }]));
    const { id } = first(await world.webhooks.deliveries());
    await world.admin.send(
      graphql(`
        mutation ReplayHistory($ids: [ID!]!) {
          replayWebhookDeliveries(input: { deliveryIds: $ids }) { errors { message } }
        }
      `),
      { ids: [id] },
    );
    await world.webhooks.settled();
    expect(await textsWith(customer)).toEqual(['once']);
    expect(first(await world.webhooks.deliveries())).toMatchObject({ id, state: 'PROCESSED', attempts: 2 });
  });

  it('of many messages is whole, and its chats are in order', async () => {
    const numbers = Array.from({ length: 20 }, somebody);
    const threads = numbers.map((number) => ({
      id: number,
      messages: Array.from({ length: 15 }, (_, index) => aPast(number, index % 2 === 1, String(index), 1_000 - index)),
    }));
    await world.webhooks.post(aFieldWebhook('history', aChunk(threads))).expect(200);
    await world.webhooks.settled();
    const chats = await Promise.all(numbers.map(textsWith));
    for (const texts of chats) expect(texts).toEqual(Array.from({ length: 15 }, (_, index) => String(index)));
    expect(first(await world.webhooks.deliveries())).toMatchObject({ state: 'PROCESSED', error: null });
  });
});
