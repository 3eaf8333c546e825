import { buildSchema, parse } from 'graphql';
import { costOf } from './query-cost.js';
import { rememberedCostsOf } from './remembered-costs.js';

const schema = buildSchema(`
  type Query { users(first: Int, search: String): UserConnection! }
  type UserConnection { nodes: [User!]! }
  type User { id: ID! }
`);
const QUERY = `query Users($first: Int, $search: String, $ids: Boolean! = true) {
  users(first: $first, search: $search) { nodes { id @include(if: $ids) } }
}`;

describe('Remembered costs', () => {
  const document = parse(QUERY);
  const cost = (variables?: Record<string, unknown>, operationName?: string) =>
    costOf(schema, document, variables, operationName);

  it('are told apart by all that decides a cost, and by nothing else', () => {
    expect(cost({ first: 10, search: 'a' })).toBe(1 + 10 * 2);
    expect(cost({ first: 10, search: 'b' })).toBe(1 + 10 * 2);
    expect(cost({ first: 100 })).toBe(1 + 100 * 2);
    expect(cost({ first: 10, ids: false })).toBe(1 + 10);
    expect(cost()).toBe(1 + 25 * 2);
    expect(cost({ first: 10 })).toBe(1 + 10 * 2);
    expect(rememberedCostsOf(document).costs.size).toBe(4);
  });

  it('are none of what is wrong, or too much', () => {
    const fresh = parse(QUERY);
    expect(costOf(schema, fresh, { first: 'many' })).toBe(1);
    expect(() => costOf(schema, fresh, { first: 100_000 })).toThrow(/too wide/);
    expect(() => costOf(schema, fresh, { first: 100_000 })).toThrow(/too wide/);
    expect(rememberedCostsOf(fresh).costs.size).toBe(0);
  });
});
