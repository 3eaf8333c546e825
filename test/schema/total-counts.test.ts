import { graphql } from '../generated/gql.js';
import { TestWorld } from '../support/world/test-world.js';

const COUNTS = graphql(`
  query TotalCounts($accountId: ID!, $modelId: ID!, $search: String, $first: Int) {
    contacts(first: $first, filter: { search: $search }) { nodes { id } totalCount isTotalCountExact }
    records(modelId: $modelId, first: $first, filter: { search: $search }) { nodes { id } totalCount isTotalCountExact }
    users(first: $first, filter: { search: $search }) { nodes { id } totalCount isTotalCountExact }
    templates(first: $first) { totalCount isTotalCountExact }
    broadcasts(accountId: $accountId, first: $first) { totalCount isTotalCountExact }
    cannedReplies(first: $first) { totalCount isTotalCountExact }
    auditEntries(first: $first, filter: { action: [SIGNED_IN] }) { nodes { id } totalCount isTotalCountExact }
    webhookDeliveries(first: $first) { totalCount isTotalCountExact }
    webhookEndpoints(first: $first) { totalCount isTotalCountExact }
    endpointDeliveries(first: $first) { totalCount isTotalCountExact }
  }
`);
const LATER_PAGE = graphql(`
  query TotalCountLater($after: String) {
    users(first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage } }
  }
`);

describe('The number of all entries of a list', () => {
  let world: TestWorld;
  let modelId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.records.openShop();
    modelId = world.records.modelId('order');
    await world.people.add('OPERATOR', { name: 'Ann' });
    await world.people.add('OPERATOR', { name: 'Annabel' });
    await world.customers.startsConversation();
    await world.cannedReplies.create('hello', 'Hello');
  });
  afterAll(() => world.close());

  const counts = (search: string | null = null, first = 1) =>
    world.admin.send(COUNTS, { accountId: world.account.id, modelId, search, first });

  it('is that of all pages together, and of what a search finds', async () => {
    const all = await counts();
    expect(all.users).toMatchObject({ totalCount: 3, isTotalCountExact: true });
    expect(all.users.nodes).toHaveLength(1);
    expect(all.contacts).toMatchObject({ totalCount: 1, isTotalCountExact: true });
    expect(all.cannedReplies).toEqual({ totalCount: 1, isTotalCountExact: true });
    expect(all.broadcasts).toEqual({ totalCount: 0, isTotalCountExact: true });
    expect(all.webhookEndpoints).toEqual({ totalCount: 0, isTotalCountExact: true });
    expect(all.endpointDeliveries).toEqual({ totalCount: 0, isTotalCountExact: true });
    expect(all.webhookDeliveries.totalCount).toBeGreaterThan(0);
    expect(all.records.totalCount).toBe((await counts(null, 100)).records.nodes.length);
    expect(all.auditEntries.totalCount).toBe((await counts(null, 100)).auditEntries.nodes.length);
    const found = await counts('ann');
    expect(found.users).toMatchObject({ totalCount: 2, isTotalCountExact: true });
    expect(found.records).toMatchObject({ totalCount: 0 });
    // A search of contacts answers in time, and counts nobody.
    expect(found.contacts).toMatchObject({ totalCount: null, isTotalCountExact: null });
  });

  it('is the same on every page', async () => {
    const { users } = await world.admin.send(LATER_PAGE, { after: null });
    const later = await world.admin.send(LATER_PAGE, { after: users.pageInfo.endCursor });
    expect([users.totalCount, later.users.totalCount]).toEqual([3, 3]);
  });

  it('is counted up to 10,000, which is said', async () => {
    await world.database.query(
      `INSERT INTO contacts (id, account_id, wa_id, phone_number)
       SELECT gen_random_uuid(), $1, (16505550000000 + n)::text, '+' || (16505550000000 + n) FROM generate_series(1, 9999) AS n`,
      [world.account.id],
    );
    await world.database.query(
      `INSERT INTO data_records (id, model_id, external_id, label, field_values)
       SELECT gen_random_uuid(), $1, 'n' || n, 'n' || n, '{}' FROM generate_series(1, 10001) AS n`,
      [modelId],
    );
    expect((await counts()).contacts).toMatchObject({ totalCount: 10_000, isTotalCountExact: true });
    await world.customers.startsConversation();
    expect((await counts()).contacts).toMatchObject({ totalCount: 10_000, isTotalCountExact: false });
    expect((await counts()).records).toMatchObject({ totalCount: 10_000, isTotalCountExact: false });
  });
});
