import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { COUNT_PAGES } from './count-pages.js';
import { INBOX_PAGES } from './inbox-pages.js';
import { SEARCH_PAGES } from './search-pages.js';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', 'schema.gql'), 'utf8'));

describe('pages of the bench', () => {
  it.each([...INBOX_PAGES, ...COUNT_PAGES, ...SEARCH_PAGES])('asks only for what the API has: $name', ({ query }) => {
    expect(validate(schema, parse(query))).toEqual([]);
  });
});
