import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const SEARCHES = graphql(`
  query SearchEverywhere($text: String!) {
    contacts(first: 5, filter: { search: $text }) { nodes { id } }
    conversations(first: 5, filter: { search: $text }) { nodes { id } }
    users(first: 5, filter: { search: $text }) { nodes { id } }
    cannedReplies(first: 5, filter: { search: $text }) { nodes { id } }
    searchMessages(first: 5, query: $text) { nodes { text } }
  }
`);

const ME = graphql(`
  query WhoIsAttacking { me { id role } }
`);
const PROMOTE = graphql(`
  mutation PromoteMyself($input: UpdateUserInput!) { updateUser(input: $input) { user { role } errors { code } } }
`);

/** Texts that are a part of a statement where somebody puts statements together. */
const STATEMENTS = [
  `x' OR '1'='1`,
  `x'; DELETE FROM messages; --`,
  `x") OR 1=1 --`,
  `x\\' UNION SELECT password_hash FROM users --`,
  `x%' AND pg_sleep(5) IS NULL --`,
];

describe('Attacks on the API', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
    await world.customers.writes(world.customers.named('Attacked'), 'hello 100 percent');
  });
  afterAll(() => world.close());

  it.each(STATEMENTS)('a search is no statement: %s', async (text) => {
    const began = performance.now();
    const { contacts, conversations, users, cannedReplies, searchMessages } = await world.admin.send(SEARCHES, {
      text,
    });
    expect(performance.now() - began).toBeLessThan(5_000);
    const found = [contacts, conversations, users, cannedReplies, searchMessages].flatMap(
      ({ nodes }) => nodes as unknown[],
    );
    expect(found).toEqual([]);
    const { searchMessages: still } = await world.admin.send(SEARCHES, { text: 'hello' });
    expect(still.nodes).toEqual([{ text: 'hello 100 percent' }]);
  });

  it('a sign of a pattern is a letter like another', async () => {
    for (const text of ['h_llo', 'he%o', 'hel*']) {
      const { searchMessages } = await world.admin.send(SEARCHES, { text });
      expect(searchMessages.nodes).toEqual([]);
    }
  });

  it('nobody writes a field that an input does not have, nor one that is not theirs', async () => {
    const operator = await world.people.add('OPERATOR');
    const { me } = await operator.client.send(ME);
    const unknown = await operator.client.requestRaw(
      'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code } } }',
      { input: { id: me.id, passwordHash: 'x', isAdmin: true } },
    );
    expect(new Set(unknown.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
    const { data, errors } = await operator.client.requestRaw(
      'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { role } errors { code } } }',
      { input: { id: me.id, role: 'ADMIN' } },
    );
    expect(JSON.stringify({ data, errors })).toContain('FORBIDDEN');
    expect((await operator.client.send(ME)).me.role).toBe('OPERATOR');
    expect(
      must((await world.admin.send(PROMOTE, { input: { id: me.id, role: 'MANAGER' } })).updateUser.user).role,
    ).toBe('MANAGER');
  });

  it('a page elsewhere changes nothing in the name of whoever visits it', async () => {
    const mutation = 'mutation { logout { errors { code } } }';
    const byLink = await world.http.get('/graphql').query({ query: mutation });
    expect(byLink.status).toBeGreaterThanOrEqual(400);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status, body } = await world.http
        .post('/graphql')
        .set('content-type', type)
        .send(JSON.stringify({ query: mutation }));
      expect([type, status >= 400, (body as { data?: unknown }).data ?? null]).toEqual([type, true, null]);
    }
    const signIn = await world.http.post('/graphql').send({ query: '{ signInOptions { __typename } }' });
    expect(signIn.headers).not.toHaveProperty('set-cookie'); // what a browser sends by itself would let pages elsewhere in
  });
});
