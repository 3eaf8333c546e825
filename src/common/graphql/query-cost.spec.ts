import { buildSchema, parse } from 'graphql';
import { refuseCostlyQuery } from './query-cost.js';

const schema = buildSchema(`
  type Query { me: User users(first: Int): UserConnection! report: ConnectionReport }
  type ConnectionReport { checks: [String!]! }
  type UserConnection { nodes: [User!]! }
  type User { id: ID! name: String friend: User friends(first: Int): UserConnection! }
`);
const refuse = (query: string, variables?: Record<string, unknown>) => () =>
  refuseCostlyQuery(schema, parse(query), variables);

describe('The cost of a query', () => {
  it('lets ordinary queries pass', () => {
    expect(
      refuse('{ me { id name } users(first: 100) { nodes { id name friend { id } } } report { checks } }'),
    ).not.toThrow();
    expect(
      refuse(
        'query IntrospectionQuery { __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }',
      ),
    ).not.toThrow();
  });

  it('refuses a deep one', () => {
    expect(refuse(`{ me { ${'friend { '.repeat(20)} id ${'} '.repeat(20)} } }`)).toThrow(/too deep/);
  });

  it('refuses a wide one, by literal and by variable', () => {
    const nested = (first: string) =>
      `users(first: ${first}) { nodes { friends(first: ${first}) { nodes { friends(first: ${first}) { nodes { id } } } } } }`;
    expect(refuse(`{ ${nested('100')} }`)).toThrow(/too wide/);
    expect(refuse(`query ($n: Int) { ${nested('$n')} }`, { n: 100 })).toThrow(/too wide/);
    expect(refuse(`query ($n: Int) { ${nested('$n')} }`, { n: 3 })).not.toThrow();
  });

  it('refuses aliases by the thousand', () => {
    const aliases = Array.from({ length: 300 }, (_, number) => `a${number}: users(first: 100) { nodes { id } }`).join(
      ' ',
    );
    expect(refuse(`{ ${aliases} }`)).toThrow(/too wide/);
  });

  it('refuses what selects nothing but __typename by the million', () => {
    const doubling = Array.from(
      { length: 14 },
      (_, number) => `fragment F${number} on User { ...F${number + 1} ...F${number + 1} }`,
    ).join(' ');
    expect(refuse(`{ me { ...F0 } } ${doubling} fragment F14 on User { __typename }`)).toThrow(/too wide/);
  });

  it('leaves variables that are missing or wrong to the execution', () => {
    const query = 'query ($n: Int!) { users(first: $n) { nodes { id } } }';
    expect(refuse(query)).not.toThrow();
    expect(refuse(query, { n: 'many' })).not.toThrow();
  });

  it('is quick about fragments that double each other thirty times', () => {
    const doubling = Array.from(
      { length: 30 },
      (_, number) => `fragment F${number} on User { ...F${number + 1} ...F${number + 1} }`,
    ).join(' ');
    const begin = performance.now();
    expect(refuse(`{ me { ...F0 } } ${doubling} fragment F30 on User { id name }`)).toThrow(/too wide/);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});
