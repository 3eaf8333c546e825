import { chatCondition } from '../../src/modules/messages/reading/chat.service.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aTextMessage } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const CHAT = graphql(`
  query Chat($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    conversation(id: $id) {
      lastActivityAt
      lastMessage { id text }
      messages(first: $first, after: $after, last: $last, before: $before) {
        nodes { id text sortKey occurredAt }
        edges { cursor }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);
const INBOX_IN_ORDER = graphql(`
  query InboxInOrder($orderBy: ConversationOrder, $after: String) {
    conversations(orderBy: $orderBy, first: 1, after: $after) { nodes { id } pageInfo { endCursor } }
  }
`);

interface Page {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

describe('The order of a chat', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const chat = async (id: string, page: Page = { first: 100 }) =>
    must((await world.admin.send(CHAT, { id, ...page })).conversation);
  const texts = async (id: string, page?: Page) => (await chat(id, page)).messages.nodes.map(({ text }) => text);
  const secondOf = (time: string) => Math.floor(Date.parse(time) / 1000);
  /** A message that Meta reports with a time of whole seconds. */
  const writes = (from: string, text: string, second: number) =>
    world.webhooks.receives({ messages: [aTextMessage(text, { from, timestamp: String(second) })] });

  it('never shows what came in the same second before what was there already', async () => {
    const { customer, conversation } = await world.customers.startsConversation('Is it open?');
    const { occurredAt } = await world.inbox.send(conversation.id, 'Until six.');
    await writes(must(customer.waId), 'Thanks!', secondOf(occurredAt));
    await world.inbox.addNote(conversation.id, 'Friendly.');
    expect(await texts(conversation.id)).toEqual(['Is it open?', 'Until six.', 'Thanks!', 'Friendly.']);
  });

  it('shows it as the latest message in the inbox', async () => {
    const { customer, conversation } = await world.customers.startsConversation('Is it open?');
    const { occurredAt } = await world.inbox.send(conversation.id, 'Until six.');
    await writes(must(customer.waId), 'Thanks!', secondOf(occurredAt));
    expect((await chat(conversation.id)).lastMessage?.text).toBe('Thanks!');
  });

  it('has one time for what is written and for the conversation: an answer of that second is later, whatever the clock shows', async () => {
    const { conversation } = await world.customers.startsConversation('Is it open?');
    for (const text of ['Until six.', 'On Sundays too.', 'But not today.', 'Nor tomorrow.']) {
      const { occurredAt } = await world.inbox.send(conversation.id, text);
      expect((await chat(conversation.id)).lastActivityAt).toBe(occurredAt);
    }
  });

  it("goes by Meta's time for what comes late", async () => {
    const { customer, conversation } = await world.customers.startsConversation('Second');
    const [first] = (await chat(conversation.id)).messages.nodes;
    const second = secondOf(must(first).occurredAt);
    await world.inbox.send(conversation.id, 'Third');
    await writes(must(customer.waId), 'First', second - 60);
    expect(await texts(conversation.id)).toEqual(['First', 'Second', 'Third']);
    expect((await chat(conversation.id)).lastMessage?.text).toBe('Third');
  });

  it('is told by a key, so that front ends put new messages where the server has them', async () => {
    const { customer, conversation } = await world.customers.startsConversation('One');
    const { occurredAt } = await world.inbox.send(conversation.id, 'Two');
    await writes(must(customer.waId), 'Three', secondOf(occurredAt));
    const { nodes } = (await chat(conversation.id)).messages;
    const sorted = [...nodes].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
    expect(sorted).toEqual(nodes);
    expect(new Set(nodes.map(({ sortKey }) => sortKey)).size).toBe(3);
  });

  it('is paged from both ends and from every place, while messages come in the same second', async () => {
    const { customer, conversation } = await world.customers.startsConversation('0');
    const [begin] = (await chat(conversation.id)).messages.nodes;
    const second = secondOf(must(begin).occurredAt) + 1;
    for (let number = 1; number <= 6; number += 1) await writes(must(customer.waId), String(number), second);
    const all = ['0', '1', '2', '3', '4', '5', '6'];
    const forward: (string | null)[] = [];
    let page: Page = { first: 2 };
    for (;;) {
      const { nodes, pageInfo } = (await chat(conversation.id, page)).messages;
      forward.push(...nodes.map(({ text }) => text));
      if (!pageInfo.hasNextPage) break;
      page = { first: 2, after: must(pageInfo.endCursor) };
    }
    expect(forward).toEqual(all);
    const end = (await chat(conversation.id, { last: 3 })).messages;
    expect(end.nodes.map(({ text }) => text)).toEqual(['4', '5', '6']);
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    await writes(must(customer.waId), '7', second);
    const before = must(end.pageInfo.startCursor);
    expect(await texts(conversation.id, { last: 2, before })).toEqual(['2', '3']);
    const after = must(end.pageInfo.endCursor);
    expect(await texts(conversation.id, { first: 5, after })).toEqual(['7']);
    const { edges } = (await chat(conversation.id)).messages;
    const [second1, fifth] = [must(edges[1]).cursor, must(edges[5]).cursor];
    expect(await texts(conversation.id, { first: 10, after: second1, before: fifth })).toEqual(['2', '3', '4']);
  });

  it('refuses a cursor of another list or another order, with a code and a path', async () => {
    const { conversation } = await world.customers.startsConversation();
    await world.customers.startsConversation();
    const inbox = (field: 'CREATED_AT' | 'LAST_ACTIVITY_AT', direction: 'ASC' | 'DESC', after?: string) =>
      world.admin.request(INBOX_IN_ORDER, { orderBy: { field, direction }, after });
    const { data } = await inbox('CREATED_AT', 'DESC');
    const ofInbox = must(data?.conversations.pageInfo.endCursor);
    const ofChat = must((await chat(conversation.id)).messages.pageInfo.endCursor);
    const refusal = (argument: string) => [
      { extensions: { code: 'BAD_USER_INPUT', problems: [{ code: 'INVALID_FORMAT', path: [argument] }] } },
    ];
    expect((await inbox('CREATED_AT', 'DESC', ofInbox)).errors).toEqual([]);
    for (const [field, direction] of [
      ['LAST_ACTIVITY_AT', 'DESC'],
      ['CREATED_AT', 'ASC'],
    ] as const) {
      expect((await inbox(field, direction, ofInbox)).errors).toMatchObject(refusal('after'));
    }
    expect((await inbox('CREATED_AT', 'DESC', ofChat)).errors).toMatchObject(refusal('after'));
    const ofAnotherKind = await world.admin.request(CHAT, { id: conversation.id, last: 1, before: ofInbox });
    expect(ofAnotherKind.errors).toMatchObject(refusal('before'));
  });

  it('is read from an index, from any place in a long chat', async () => {
    const { conversation } = await world.customers.startsConversation('0');
    await world.database.query(
      `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content, occurred_at)
       SELECT gen_random_uuid(), account_id, business_phone_number_id, conversation_id, 'INBOUND', 'RECEIVED', 'TEXT', '{}',
              occurred_at + number * interval '200 milliseconds'
         FROM messages, generate_series(1, 5000) number WHERE conversation_id = $1`,
      [conversation.id],
    );
    await world.database.query('ANALYZE messages');
    const { pageInfo } = (await chat(conversation.id, { first: 1 })).messages;
    const cursor = must(pageInfo.endCursor);
    for (const page of [{ first: 50 }, { last: 50 }, { first: 50, after: cursor }, { last: 50, before: cursor }]) {
      const { sql, parameters } = chatCondition(conversation.id, page);
      const rows = await world.database.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT messages.id FROM messages ${sql}`,
        parameters,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index (Only )?Scan (Backward )?using messages_chat on messages/);
      expect(plan).not.toMatch(/Sort/);
      if ('after' in page || 'before' in page) expect(plan).toMatch(/Index Cond: .*ROW\(/);
    }
  });
});
