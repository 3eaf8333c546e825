import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const CHAT = graphql(`
  query PageOfChat($id: ID!, $first: Int, $last: Int, $after: String, $before: String) {
    conversation(id: $id) {
      messages(first: $first, last: $last, after: $after, before: $before) { nodes { id } edges { cursor node { id } } }
    }
  }
`);
const CONTACTS = graphql(`
  query ContactsBothWays($filter: ContactFilter, $search: String) {
    contacts(filter: $filter, search: $search) { nodes { displayName } }
  }
`);

describe('Pages of lists', () => {
  let world: TestWorld;
  let id: string;
  let cursor: string;

  const problemsOf = async (variables: object) => {
    const answer = await world.admin.request(CHAT, { id, ...variables });
    return answer.errors.flatMap(({ extensions }) => extensions.problems);
  };

  beforeAll(async () => {
    world = await TestWorld.start();
    const ann = world.customers.named('Ann', '16505551234');
    for (const text of ['one', 'two', 'three']) await world.customers.writes(ann, text);
    ({ id } = await world.inbox.conversationWith('Ann'));
    const { conversation } = await world.admin.send(CHAT, { id });
    cursor = must(conversation?.messages.edges[1]).cursor;
  });
  afterAll(() => world.close());

  it.each([
    ['first with last', () => ({ first: 1, last: 1 }), 'last'],
    ['first with before, without after', () => ({ first: 1, before: cursor }), 'before'],
    ['last with after, without before', () => ({ last: 1, after: cursor }), 'after'],
    ['first of 0', () => ({ first: 0 }), 'first'],
    ['first below 0', () => ({ first: -1 }), 'first'],
    ['first above 100', () => ({ first: 101 }), 'first'],
    ['last of 0', () => ({ last: 0 }), 'last'],
    ['last above 100', () => ({ last: 101 }), 'last'],
  ])('refuse %s, with its path', async (_, variables, path) => {
    expect(await problemsOf(variables())).toMatchObject([{ code: 'INVALID_INPUT', path: [path] }]);
  });

  it('take what makes sense, between two places too', async () => {
    const edges = async (variables: object) =>
      must((await world.admin.send(CHAT, { id, ...variables })).conversation).messages.edges.length;
    expect(await edges({ first: 1, after: cursor })).toBe(1);
    expect(await edges({ last: 1, before: cursor })).toBe(1);
    expect(await edges({ first: 5, after: cursor, before: cursor })).toBe(0);
    expect(await edges({ first: 2, last: null })).toBe(2);
  });

  it('take a filter, or the argument that it has replaced, and not both', async () => {
    const named = async (variables: object) =>
      (await world.admin.send(CONTACTS, variables)).contacts.nodes.map(({ displayName }) => displayName);
    expect(await named({ filter: { search: 'ann' } })).toEqual(['Ann']);
    expect(await named({ search: 'ann' })).toEqual(['Ann']);
    expect(await named({ filter: { search: 'bob' } })).toEqual([]);
    const both = await world.admin.request(CONTACTS, { filter: { search: 'ann' }, search: 'ann' });
    expect(both.errors[0]?.extensions.problems).toMatchObject([{ code: 'INVALID_INPUT', path: ['search'] }]);
    const blank = await world.admin.request(CONTACTS, { filter: { search: '!!' } });
    expect(blank.errors[0]?.extensions.problems).toMatchObject([{ code: 'TOO_SHORT', path: ['filter', 'search'] }]);
  });
});
