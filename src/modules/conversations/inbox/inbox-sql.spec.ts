import type { InboxGroup } from '../domain/inbox/inbox-groups.js';
import { countSql, labelCountsSql, numberCountsSql, pageSql, type InboxSearch } from './inbox-sql.js';
import { SqlParameters } from './sql-parameters.js';

const ID = '00000000-0000-0000-0000-00000000000a';
const GROUPS: InboxGroup[] = [
  { personId: null, isAll: false, states: [1, 2], residuals: ['NO_ROW'] },
  { personId: ID, isAll: false, states: [4], residuals: [] },
];
/** Of an account with so many numbers and labels. */
const searchOf = (count: number): InboxSearch => ({
  groups: GROUPS,
  places: Array.from({ length: count }, () => ({ accountId: ID, numberId: ID })),
  viewerId: ID,
  windowBegin: new Date(0),
  contactIds: null,
  labelIds: null,
});

describe('Statements of the inbox', () => {
  it.each([
    ['counts of numbers', (search: InboxSearch) => numberCountsSql(search, 10, new SqlParameters())],
    ['a count', (search: InboxSearch) => countSql(search, 10, new SqlParameters())],
    [
      'counts of labels',
      (search: InboxSearch) =>
        labelCountsSql({ ...search, labelIds: search.places.map(() => ID) }, 10, new SqlParameters()),
    ],
    [
      'a page',
      (search: InboxSearch) =>
        pageSql(search, { sort: 'last_activity_at', direction: 'DESC', after: null }, 25, new SqlParameters()),
    ],
  ])('%s: the text is the same for ten numbers and a thousand, for a connection keeps each', (_, textOf) => {
    expect(textOf(searchOf(1_000))).toBe(textOf(searchOf(10)));
  });
});
