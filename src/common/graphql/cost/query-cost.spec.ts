import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, parse } from 'graphql';
import { costOf, refuseLongQuery, refuseMonstrousQuery } from './query-cost.js';

const schema = buildSchema(`
  type Query { me: User users(first: Int): UserConnection! report: ConnectionReport }
  type ConnectionReport { checks: [String!]! }
  type UserConnection { nodes: [User!]! }
  type Mutation { rename(name: String): User }
  type User { id: ID! name: String friend: User friends(first: Int): UserConnection! }
`);
const cost = (query: string, variables?: Record<string, unknown>) => {
  refuseLongQuery(query);
  refuseMonstrousQuery(parse(query));
  return costOf(schema, parse(query), variables);
};
const refuse = (query: string, variables?: Record<string, unknown>) => () => cost(query, variables);

describe('The cost of a query', () => {
  it.each(['{ me { id } }', 'query A { me { id } }'])(
    'is that of one field where no operation has the name: %s',
    (query) => {
      expect(costOf(schema, parse(query), undefined, 'B')).toBe(1);
    },
  );

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

  it('counts every field once, and those of a list as often as it may have entries', () => {
    expect(cost('{ me { id name } }')).toBe(3);
    expect(cost('{ users(first: 30) { nodes { id } } }')).toBe(1 + 30 * 2);
    expect(cost('mutation { a: rename(name: "Ann") { id } b: rename(name: "Ben") { id } }')).toBe(2 * 51);
  });

  it('counts what is asked of the schema itself: one introspection passes, several at once do not', () => {
    const own = buildSchema(readFileSync('schema.gql', 'utf8'));
    const options = { specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true, oneOf: true };
    const standard = getIntrospectionQuery({ ...options, schemaDescription: true });
    refuseMonstrousQuery(parse(standard));
    const once = costOf(own, parse(standard), undefined);
    expect(once).toBeGreaterThan(1_000);
    const aliases = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((alias) => `${alias}: __schema`);
    const [operation = '', fragments = ''] = standard.split(/(?=fragment FullType)/);
    const selection = operation.slice(
      operation.indexOf('{', operation.indexOf('__schema')),
      operation.lastIndexOf('}'),
    );
    const several = `{ ${aliases.map((alias) => `${alias} ${selection}`).join(' ')} } ${fragments}`;
    expect(() => costOf(own, parse(several), undefined)).toThrow(/too wide/);
  });

  it('refuses what is too deep below __type', () => {
    expect(refuse(`{ __type(name: "User") { ${'ofType { '.repeat(40)} name ${'} '.repeat(40)} } }`)).toThrow(
      /too deep/,
    );
  });

  it('refuses more aliases, or more fields of one name, than a person writes, before they are validated', () => {
    const many = (field: (number: number) => string) =>
      `{ me { ${Array.from({ length: 600 }, (_, n) => field(n)).join(' ')} } }`;
    expect(refuse(many((number) => `a${number}: id`))).toThrow(/too wide/);
    expect(refuse(many(() => 'id'))).toThrow(/too wide/);
    expect(refuse(`{ me { id } } fragment Unused on User { ${'name '.repeat(600)} }`)).toThrow(/too wide/);
  });

  it('refuses a text that is too long to be read', () => {
    expect(refuse(`{ me { id } } # ${'x'.repeat(70_000)}`)).toThrow(/too long/);
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
