import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges, judge } from './breaking-changes.js';

const SCHEMA = readFileSync(join(import.meta.dirname, '..', '..', 'schema.gql'), 'utf8');
const FORMER = `
  type Query { order(id: ID!): Order  orders: [Order!]! @deprecated(reason: "Use order.") }
  type Order { id: ID!  note: String  state: State! }
  enum State { OPEN CLOSED }
`;

describe('Breaking changes of the schema', () => {
  it('are none while it is what it was', async () => {
    expect(await breakingChanges(SCHEMA, SCHEMA)).toEqual([]);
  });

  it('are caught where one is planted', async () => {
    const planted = SCHEMA.replace(/^ {2}waId: String$/m, '  waId: Int');
    expect(planted).not.toBe(SCHEMA);
    expect(await breakingChanges(SCHEMA, planted)).toMatchObject([
      { type: 'FIELD_TYPE_CHANGED', path: expect.stringMatching(/\.waId$/) },
    ]);
  });

  it.each([
    ['a field that goes', ['note: String', ''], 'FIELD_REMOVED Order.note'],
    ['a value that goes', ['CLOSED', ''], 'ENUM_VALUE_REMOVED State.CLOSED'],
    ['a field that may be null now', ['state: State!', 'state: State'], 'FIELD_TYPE_CHANGED Order.state'],
    [
      'an argument that is needed now',
      ['order(id: ID!)', 'order(id: ID!, of: ID!)'],
      'FIELD_ARGUMENT_ADDED Query.order.of',
    ],
  ])('are %s', async (_, [from = '', to = ''], change) => {
    const changes = await breakingChanges(FORMER, FORMER.replace(from, to));
    expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual([change]);
  });

  it('are neither what is added nor what was deprecated and goes', async () => {
    const added = FORMER.replace('note: String', 'note: String  title: String').replace('CLOSED', 'CLOSED LATE');
    expect(await breakingChanges(FORMER, added)).toEqual([]);
    const gone = FORMER.replace('orders: [Order!]! @deprecated(reason: "Use order.")', '');
    expect(await breakingChanges(FORMER, gone)).toEqual([]);
  });

  it('may be announced, as long as they are', () => {
    const change = { type: 'FIELD_REMOVED', path: 'Order.note', message: '' };
    const announced = { type: 'FIELD_REMOVED', path: 'Order.note', instead: 'Order.title' };
    expect(judge([change], [announced])).toEqual({ unannounced: [], stale: [] });
    expect(judge([change], [])).toEqual({ unannounced: [change], stale: [] });
    expect(judge([], [announced])).toEqual({ unannounced: [], stale: [announced] });
  });
});
