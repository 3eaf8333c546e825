import fc from 'fast-check';
import { CheckInboxService } from '../../src/modules/conversations/inbox/check-inbox.service.js';
import { graphql } from '../generated/gql.js';
import type { ConversationFilter, ConversationOrder } from '../generated/graphql.js';
import { must } from '../support/expectations.js';
import { isEmbedded } from '../support/test-database.js';
import { fillInbox } from '../support/world/filled-inbox.js';
import { listed, listedByHand, type Reader } from '../support/world/lists-by-hand.js';
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
  query CountInbox($accountId: ID, $phoneNumberId: ID) {
    inboxCounts(accountId: $accountId, phoneNumberId: $phoneNumberId) {
      mine { value isExact } unassigned { value } waiting { value } unread { value } open { value } closed { value }
    }
    accounts { phoneNumbers { id openConversations { value isExact } } }
  }
`);
const CONTACTS = graphql(`
  query NewestContacts($after: String) { contacts(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
`);
const CONVERSATIONS = 600;
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

  const expected = (reader: Reader, filter: ConversationFilter, order: ConversationOrder) =>
    listedByHand(world, reader, filter, order);

  const perhaps = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 2, nil: undefined });
  const questions = async (): Promise<
    fc.Arbitrary<{ filter: ConversationFilter; order: ConversationOrder; size: number }>
  > => {
    const numbers = await world.database.query<{ id: string }>('SELECT id FROM business_phone_numbers');
    const labels = await world.database.query<{ id: string }>('SELECT id FROM labels ORDER BY account_id, name');
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
        labelId: perhaps(fc.subarray(labels.map(({ id }) => id))),
        search: fc.option(fc.constantFrom('customer', 'tom', 'nobody'), { freq: 1, nil: undefined }),
      }),
    });
  };

  it('are what participants, markers and messages say, for every filter, order and role, page by page', async () => {
    const samples = fc.sample(await questions(), { numRuns: 60, seed: 11 });
    let found = 0;
    for (const reader of readers) {
      for (const { filter, order, size } of [
        ...samples,
        { filter: {}, order: {}, size: 60 },
        { filter: {}, order: { field: 'CREATED_AT' as const }, size: 60 },
        {
          filter: { participating: true },
          order: { field: 'CREATED_AT' as const, direction: 'ASC' as const },
          size: 60,
        },
        { filter: { assigneeId: ['nonsense', people[0]?.id ?? ''] }, order: {}, size: 60 },
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
      const numbers = (await reader.client.send(COUNTS)).accounts.flatMap(({ phoneNumbers }) => phoneNumbers);
      const scopes = [{}, { accountId: world.account.id }, ...numbers.map(({ id }) => ({ phoneNumberId: id }))];
      for (const scope of scopes) {
        const { inboxCounts, accounts } = await reader.client.send(COUNTS, scope);
        const within = Object.fromEntries(Object.entries(scope).map(([name, id]) => [name, [id]]));
        const count = async (filter: ConversationFilter) =>
          (await expected(reader, { ...within, ...filter }, {})).length;
        expect({ reader: reader.name, ...inboxCounts }).toEqual({
          reader: reader.name,
          mine: { value: await count({ participating: true, status: ['OPEN'] }), isExact: true },
          unassigned: { value: await count({ unassigned: true, status: ['OPEN'] }) },
          waiting: { value: await count({ waiting: true }) },
          unread: { value: await count({ unread: true }) },
          open: { value: await count({ status: ['OPEN'] }) },
          closed: { value: await count({ status: ['CLOSED'] }) },
        });
        for (const { id, openConversations } of accounts.flatMap(({ phoneNumbers }) => phoneNumbers)) {
          const open = await expected(reader, { phoneNumberId: [id], status: ['OPEN'] }, {});
          expect(openConversations).toEqual({ value: open.length, isExact: true });
        }
      }
    }
    const [, ben] = readers;
    const other = must(accountIds.find((id) => id !== world.account.id));
    for (const accountId of [other, 'nonsense']) {
      const { errors } = await must(ben).client.request(COUNTS, { accountId });
      expect(errors).toMatchObject([{ extensions: { problems: [{ code: 'NOT_FOUND', path: ['accountId'] }] } }]);
    }
    const all = (await world.admin.send(COUNTS)).accounts.flatMap(({ phoneNumbers }) => phoneNumbers);
    const seen = (await must(ben).client.send(COUNTS)).accounts.flatMap(({ phoneNumbers }) => phoneNumbers);
    const unseen = must(all.find(({ id }) => !seen.some((number) => number.id === id))).id;
    for (const phoneNumberId of [unseen, 'nonsense']) {
      const { errors } = await must(ben).client.request(COUNTS, { phoneNumberId });
      expect(errors).toMatchObject([{ extensions: { problems: [{ code: 'NOT_FOUND', path: ['phoneNumberId'] }] } }]);
    }
  });

  it('of contacts hold those of the viewer’s accounts, newest first', async () => {
    for (const reader of readers) {
      const ids: string[] = [];
      for (let after: string | null = null; ;) {
        const {
          contacts,
        }: { contacts: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } } } =
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

  (isEmbedded ? it.skip : it)(
    'are read from indexes in their order: no table is scanned, no entry sorted',
    async () => {
      const distinct = [...new Map(statements.map((statement) => [statement.sql, statement])).values()];
      expect(distinct.length).toBeGreaterThan(100);
      for (const { sql, parameters } of distinct) {
        const plan = await world.database.transaction(async () => {
          // costs only: what no index answers is scanned and sorted all the same
          for (const way of ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin'])
            await world.database.query(`SET LOCAL enable_${way} = off`);
          const [row] = await world.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
            `EXPLAIN (FORMAT JSON) ${sql}`,
            parameters,
          );
          return must(row)['QUERY PLAN'][0].Plan;
        });
        expect({ sql, steps: unexpectedSteps(plan) }).toEqual({ sql, steps: [] });
      }
    },
  );
});
