import { graphql } from '../generated/gql.js';
import { first, must } from '../support/expectations.js';
import { testServerUrl } from '../support/test-database.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const MESSAGES = graphql(`
  query MessagesInTime($query: String!, $conversationId: ID, $after: String) {
    searchMessages(query: $query, conversationId: $conversationId, first: 20, after: $after) {
      nodes { id } isComplete pageInfo { hasNextPage endCursor }
    }
  }
`);
const CONTACTS = graphql(`
  query ContactsInTime($search: String, $after: String) {
    contacts(search: $search, first: 100, after: $after) { nodes { id } isComplete pageInfo { hasNextPage endCursor } }
  }
`);
const CONVERSATIONS = graphql(`
  query ConversationsInTime($search: String, $direction: OrderDirection!, $after: String) {
    conversations(filter: { search: $search }, orderBy: { field: LAST_ACTIVITY_AT, direction: $direction }, first: 100, after: $after) {
      nodes { id } isComplete pageInfo { hasNextPage endCursor }
    }
  }
`);
const PLAIN = graphql(`
  query ListsWithoutSearch { conversations { isComplete nodes { messages(last: 1) { isComplete } } } contacts { isComplete } }
`);

interface SearchedPage {
  nodes: { id: string }[];
  isComplete: boolean;
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** Every id, page after page, and how many pages were cut short by time. */
async function walk(read: (after: string | null) => Promise<SearchedPage>): Promise<{ ids: string[]; cut: number }> {
  const ids: string[] = [];
  let cut = 0;
  for (let after: string | null = null; ;) {
    const { nodes, isComplete, pageInfo } = await read(after);
    ids.push(...nodes.map(({ id }) => id));
    if (!isComplete) cut += 1;
    if (!pageInfo.hasNextPage) return { ids, cut };
    after = must(pageInfo.endCursor);
  }
}

describe('A search whose time is over', () => {
  let world: TestWorld;
  let ann: Person;
  let conversationId: string;

  beforeAll(async () => {
    world = await TestWorld.start({ environment: { SEARCH_TIME_LIMIT_MS: '0' } });
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    const ben = await world.people.add('OPERATOR', { name: 'Ben' });
    for (const name of ['Sara', 'Otto']) await world.customers.writes(world.customers.named(name), 'Hello');
    conversationId = (await world.inbox.conversationWith('Sara')).id;
    const hidden = (await world.inbox.conversationWith('Otto')).id;
    await world.inbox.addParticipants(hidden, [ben]);
    // twelve a second; every ninth is about cactuses, every fortieth of those who may see all of it is Otto's
    for (const [id, nth] of [
      [conversationId, 9],
      [hidden, 40],
    ] as const) {
      await world.database.run(
        `INSERT INTO messages (id, account_id, business_phone_number_id, conversation_id, direction, status, kind, content,
                               text, search_text, occurred_at)
         SELECT gen_random_uuid(), account_id, business_phone_number_id, conversations.id, 'INBOUND', 'RECEIVED', 'TEXT',
                '{"body": "x"}', 'x', CASE WHEN n % $2 = 0 THEN 'two cactuses, ok' ELSE 'nothing to say' END,
                '2026-01-01'::timestamptz + make_interval(secs => n / 12)
           FROM conversations, generate_series(1, 900) n WHERE conversations.id = $1`,
        [id, nth],
      );
    }
    await world.database.run(
      `WITH people AS (
         INSERT INTO contacts (id, account_id, wa_id, phone_number, profile_name, search_text, created_at)
         SELECT gen_random_uuid(), account_id, 49151000000 + n, '+' || 49151000000 + n, 'Li Cactus ' || n,
                'li cactus ' || n || ' +' || 49151000000 + n,
                '2026-01-01'::timestamptz + make_interval(secs => n / 3)
           FROM conversations, generate_series(1, 2500) n WHERE conversations.id = $1 RETURNING *)
       INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, last_activity_at)
       SELECT people.id, people.account_id, business_phone_number_id, people.id, 'CUSTOMER_INITIATED', people.created_at
         FROM people, conversations WHERE conversations.id = $1`,
      [conversationId],
    );
  });
  afterAll(() => world.close());

  const everyMessage = (query: string, person: { client: TestWorld['admin'] }, inside: string | null = null) =>
    walk(
      async (after) => (await person.client.send(MESSAGES, { query, conversationId: inside, after })).searchMessages,
    );
  const expectedMessages = async (where: string): Promise<string[]> => {
    const rows = await world.database.query<{ id: string }>(
      `SELECT id FROM messages WHERE search_text LIKE '%cactus%' AND ${where} ORDER BY occurred_at DESC, id DESC`,
    );
    return rows.map(({ id }) => id);
  };

  it.each(['cactus', 'ok', 'two cactuses', 'two ok'])(
    'finds messages by %p: each once, in order, with a place to go on',
    async (query) => {
      const all = await everyMessage(query, { client: world.admin });
      expect(all.ids).toEqual(await expectedMessages('true'));
      expect(all.cut).toBeGreaterThan(2);
      const seen = await everyMessage(query, ann);
      expect(seen.ids).toEqual(await expectedMessages(`conversation_id = '${conversationId}'`));
      expect((await everyMessage(query, ann, conversationId)).ids).toEqual(seen.ids);
    },
  );

  it.each(['cactus', 'li', 'l', 'us 1', '151'])(
    'finds contacts and conversations by %p, in either direction',
    async (search) => {
      const client = world.admin;
      const contacts = await walk(async (after) => (await client.send(CONTACTS, { search, after })).contacts);
      const searched = (direction: 'ASC' | 'DESC') =>
        walk(async (after) => (await client.send(CONVERSATIONS, { search, direction, after })).conversations);
      const [newest, oldest] = [await searched('DESC'), await searched('ASC')];
      const count = search === 'us 1' ? 0 : 2_500;
      expect(contacts.ids).toHaveLength(count);
      expect(new Set(contacts.ids).size).toBe(count);
      expect(newest.ids).toEqual(contacts.ids);
      expect([...oldest.ids].sort()).toEqual([...newest.ids].sort());
    },
  );

  it('is complete where few contacts match, whatever the time', async () => {
    const { contacts } = await world.admin.send(CONTACTS, { search: 'cactus 2499' });
    expect(contacts).toMatchObject({ isComplete: true, nodes: [{}], pageInfo: { hasNextPage: false } });
  });

  it('does not concern lists without a search', async () => {
    const { conversations, contacts } = await ann.client.send(PLAIN);
    expect([conversations.isComplete, contacts.isComplete]).toEqual([true, true]);
    expect(first(conversations.nodes).messages.isComplete).toBe(true);
  });

  (testServerUrl === undefined ? it.skip : it)('answers even where no step ends in time', async () => {
    await world.database.transaction(async () => {
      await world.database.run('LOCK TABLE messages IN ACCESS EXCLUSIVE MODE');
      const { data, errors } = await world.admin.request(MESSAGES, { query: 'cactus' });
      expect(errors).toEqual([]);
      expect(data?.searchMessages).toEqual({
        nodes: [],
        isComplete: false,
        pageInfo: { hasNextPage: true, endCursor: null },
      });
    });
  });
});
