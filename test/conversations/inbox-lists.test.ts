import fc from 'fast-check';
import { CheckInboxService } from '../../src/modules/conversations/inbox/check-inbox.service.js';
import { graphql } from '../generated/gql.js';
import type { ConversationFilter, ConversationOrder } from '../generated/graphql.js';
import { must } from '../support/expectations.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import { isEmbedded } from '../support/test-database.js';
import { fillInbox } from '../support/world/filled-inbox.js';
import type { Person } from '../support/world/people.js';
import { unexpectedSteps, type PlanNode } from '../support/plans.js';
import { TestWorld } from '../support/world/test-world.js';

const LIST = graphql(`
  query ListInbox($first: Int, $after: String, $filter: ConversationFilter, $orderBy: ConversationOrder) {
    conversations(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes { id } pageInfo { hasNextPage endCursor }
    }
  }
`);
const COUNTS = graphql(`
  query CountInbox($accountId: ID) {
    inboxCounts(accountId: $accountId) {
      mine { value isExact } unassigned { value } waiting { value } unread { value } open { value } closed { value }
    }
  }
`);
const CONTACTS = graphql(`
  query NewestContacts($after: String) { contacts(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
`);
const CONVERSATIONS = 600;
const SORT_COLUMNS = { LAST_ACTIVITY_AT: 'last_activity_at', CREATED_AT: 'created_at', WAITING_SINCE: 'waiting_since' };

interface Reader {
  name: string;
  id: string;
  client: GraphqlClient;
  isOperator: boolean;
  accountIds: string[] | null;
}

/** Every list is compared with one that is made without the read model, row by row: from participants, markers and messages. */
describe('Lists of conversations', () => {
  let world: TestWorld;
  let readers: Reader[];
  let people: Person[];
  let accountIds: string[];
  const statements: { sql: string; parameters: unknown[] }[] = [];

  beforeAll(async () => {
    world = await TestWorld.start();
    const ann = await world.people.add('OPERATOR', { name: 'Ann' });
    const ben = await world.people.add('OPERATOR', { name: 'Ben' });
    const boss = await world.people.add('MANAGER', { name: 'Boss' });
    people = [ann, ben, boss];
    accountIds = await fillInbox(world, people, CONVERSATIONS);
    const { differences } = await world.app.get(CheckInboxService).check(true);
    expect(differences).toBeGreaterThan(CONVERSATIONS);
    const [adminRow] = await world.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'ADMIN'`);
    await world.people.limitTo(ann, accountIds);
    readers = [
      { name: 'operator of all accounts', ...ann, isOperator: true, accountIds },
      { name: 'operator of one account', ...ben, isOperator: true, accountIds: [world.account.id] },
      { name: 'manager of one account', ...boss, isOperator: false, accountIds: [world.account.id] },
      { name: 'administrator', id: must(adminRow).id, client: world.admin, isOperator: false, accountIds: null },
    ];
    await world.database.query('ANALYZE');
    recordStatements();
  });
  afterAll(() => world.close());

  /** Notes every statement, to look at its plan; it runs as ever. */
  function recordStatements(): void {
    const { database } = world;
    const query = database.query.bind(database);
    database.query = (sql, parameters = []) => {
      if (/\bAS entry\b/.test(sql)) statements.push({ sql, parameters });
      return query(sql, parameters);
    };
  }

  async function listed(
    { client }: { client: GraphqlClient },
    filter: ConversationFilter,
    orderBy: ConversationOrder,
    first = 100,
  ): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { conversations }: { conversations: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } } } =
        await client.send(LIST, { first, after, filter, orderBy });
      ids.push(...conversations.nodes.map(({ id }) => id));
      after = conversations.pageInfo.endCursor ?? null;
      if (!conversations.pageInfo.hasNextPage || after === null) return ids;
    }
  }

  /** The same from what the read model is made of. */
  async function expected(reader: Reader, filter: ConversationFilter, order: ConversationOrder): Promise<string[]> {
    const takesPart = (userId: string) =>
      `EXISTS (SELECT FROM participants WHERE conversation_id = c.id AND user_id = '${userId}')`;
    const isNobodys = 'NOT EXISTS (SELECT FROM participants WHERE conversation_id = c.id)';
    const hasUnread = `EXISTS (SELECT FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'INBOUND' AND m.target_whatsapp_id IS NULL
      AND NOT EXISTS (SELECT FROM read_markers r WHERE r.conversation_id = c.id AND r.user_id = '${reader.id}'
        AND (r.last_read_position, r.last_read_message_id) >= (m.position, m.id)))`;
    const among = (column: string, ids: readonly string[]) => `${column}::text = ANY('{${ids.join(',')}}')`;
    const is = (condition: string, value: boolean | null | undefined) =>
      value == null ? 'true' : `coalesce(${condition}, false) = ${value}`;
    const begin = new Date(world.clock.now().getTime() - 86_400_000).toISOString();
    const conditions = [
      'merged_into_id IS NULL',
      reader.accountIds === null ? 'true' : among('account_id', reader.accountIds),
      reader.isOperator ? `(${takesPart(reader.id)} OR ${isNobodys})` : 'true',
      filter.accountId == null ? 'true' : among('account_id', filter.accountId),
      filter.phoneNumberId == null ? 'true' : among('business_phone_number_id', filter.phoneNumberId),
      filter.status == null ? 'true' : among('status', filter.status),
      filter.assigneeId == null ? 'true' : among('assignee_id', filter.assigneeId),
      is('assignee_id IS NULL', filter.unassigned),
      is(takesPart(reader.id), filter.participating),
      is(hasUnread, filter.unread),
      is(`last_inbound_at > '${begin}'`, filter.windowOpen),
      is(`waiting_since IS NOT NULL AND status = 'OPEN'`, filter.waiting),
      order.field === 'WAITING_SINCE' ? `waiting_since IS NOT NULL AND status = 'OPEN'` : 'true',
      filter.search == null ? 'true' : `EXISTS (SELECT FROM contacts WHERE id = c.contact_id AND search_text LIKE '%${filter.search}%')`,
    ];
    const column = SORT_COLUMNS[order.field ?? 'LAST_ACTIVITY_AT'];
    const direction = order.direction ?? 'DESC';
    const rows = await world.database.query<{ id: string }>(
      `SELECT id FROM conversations c WHERE ${conditions.join(' AND ')} ORDER BY ${column} ${direction}, id ${direction}`,
    );
    return rows.map(({ id }) => id);
  }

  const perhaps = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 2, nil: undefined });
  const questions = async (): Promise<fc.Arbitrary<{ filter: ConversationFilter; order: ConversationOrder; size: number }>> => {
    const numbers = await world.database.query<{ id: string }>('SELECT id FROM business_phone_numbers');
    const flag = perhaps(fc.boolean());
    return fc.record({
      size: fc.constantFrom(7, 25, 60, 100),
      order: fc.record({
        field: fc.constantFrom('LAST_ACTIVITY_AT', 'CREATED_AT', 'WAITING_SINCE'),
        direction: fc.constantFrom('ASC', 'DESC'),
      }),
      filter: fc.record({
        status: fc.option(fc.subarray(['OPEN', 'CLOSED']), { freq: 1, nil: undefined }),
        unassigned: flag,
        participating: flag,
        unread: flag,
        windowOpen: flag,
        waiting: flag,
        assigneeId: fc.option(fc.subarray(people.map(({ id }) => id)), { freq: 1, nil: undefined }),
        accountId: fc.option(fc.subarray(accountIds), { freq: 1, nil: undefined }),
        phoneNumberId: fc.option(fc.subarray(numbers.map(({ id }) => id)), { freq: 1, nil: undefined }),
        search: fc.option(fc.constantFrom('customer', 'tom', 'nobody'), { freq: 1, nil: undefined }),
      }),
    }) as fc.Arbitrary<{ filter: ConversationFilter; order: ConversationOrder; size: number }>;
  };

  it('are what participants, markers and messages say, for every filter, order and role, page by page', async () => {
    const samples = fc.sample(await questions(), { numRuns: 60, seed: 11 });
    let found = 0;
    for (const reader of readers) {
      for (const { filter, order, size } of [
        ...samples,
        { filter: {}, order: {}, size: 60 },
        { filter: { unread: true }, order: {}, size: 60 },
        { filter: { unread: false }, order: {}, size: 60 },
        { filter: { windowOpen: false }, order: {}, size: 60 },
      ]) {
        const ids = await expected(reader, filter, order);
        found += ids.length;
        expect({ reader: reader.name, filter, order, ids: await listed(reader, filter, order, size) }).toEqual({
          reader: reader.name,
          filter,
          order,
          ids,
        });
      }
    }
    expect(found).toBeGreaterThan(10 * CONVERSATIONS);
  }, 300_000);

  it('are counted as they are listed', async () => {
    for (const reader of readers) {
      for (const accountId of [null, world.account.id]) {
        const { inboxCounts } = await reader.client.send(COUNTS, { accountId });
        const within = accountId === null ? {} : { accountId: [accountId] };
        const count = async (filter: ConversationFilter) => (await expected(reader, { ...within, ...filter }, {})).length;
        expect({ reader: reader.name, ...inboxCounts }).toEqual({
          reader: reader.name,
          mine: { value: await count({ participating: true, status: ['OPEN'] }), isExact: true },
          unassigned: { value: await count({ unassigned: true, status: ['OPEN'] }) },
          waiting: { value: await count({ waiting: true }) },
          unread: { value: await count({ unread: true }) },
          open: { value: await count({ status: ['OPEN'] }) },
          closed: { value: await count({ status: ['CLOSED'] }) },
        });
      }
    }
    const [, ben] = readers;
    const other = must(accountIds.find((id) => id !== world.account.id));
    for (const accountId of [other, 'nonsense']) {
      const { errors } = await must(ben).client.request(COUNTS, { accountId });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });

  it('of contacts hold those of the viewer’s accounts, newest first', async () => {
    for (const reader of readers) {
      const ids: string[] = [];
      for (let after: string | null = null; ;) {
        const { contacts }: { contacts: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } } } =
          await reader.client.send(CONTACTS, { after });
        ids.push(...contacts.nodes.map(({ id }) => id));
        after = contacts.pageInfo.endCursor ?? null;
        if (!contacts.pageInfo.hasNextPage) break;
      }
      const rows = await world.database.query<{ id: string }>(
        `SELECT id FROM contacts WHERE $1::uuid[] IS NULL OR account_id = ANY($1) ORDER BY created_at DESC, id DESC`,
        [reader.accountIds],
      );
      expect(ids).toEqual(rows.map(({ id }) => id));
    }
  });

  it('refuse the cursor of another order', async () => {
    const cursorOf = async (orderBy: ConversationOrder) =>
      must((await world.admin.send(LIST, { first: 1, orderBy })).conversations.pageInfo.endCursor);
    const orders: ConversationOrder[] = [{}, { field: 'CREATED_AT' }, { field: 'WAITING_SINCE' }];
    for (const given of orders) {
      const after = await cursorOf(given);
      for (const orderBy of orders) {
        const { errors } = await world.admin.request(LIST, { first: 1, after, orderBy });
        expect(errors).toHaveLength(given === orderBy ? 0 : 1);
      }
    }
  });

  (isEmbedded ? it.skip : it)('are read from indexes in their order: no table is scanned, no entry sorted', async () => {
    const distinct = [...new Map(statements.map((statement) => [statement.sql, statement])).values()];
    expect(distinct.length).toBeGreaterThan(100);
    for (const { sql, parameters } of distinct) {
      const plan = await world.database.transaction(async () => {
        // costs only: what no index answers is scanned and sorted all the same
        for (const way of ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin'])
          await world.database.query(`SET LOCAL enable_${way} = off`);
        const [row] = await world.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${sql}`, parameters);
        return must(row)['QUERY PLAN'][0].Plan;
      });
      expect({ sql, steps: unexpectedSteps(plan) }).toEqual({ sql, steps: [] });
    }
  });
});
