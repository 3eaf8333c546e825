import { DEMO } from '../../src/simulator/world/demo-world.js';
import { TestWorld } from '../support/world/test-world.js';

/** What a front end is told about a question that cannot be answered, by status and by code. */
describe('Errors of GraphQL over HTTP', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start({ isConnected: false });
  });
  afterAll(() => world.close());

  const NESTED = '{ conversations(first: 100) { nodes { messages(first: 100) { nodes { conversation { id } } } } } }';

  it.each([
    ['a text that is no GraphQL', '{ accounts ', {}, 400, ['GRAPHQL_PARSE_FAILED']],
    ['a field that does not exist', '{ accounts { nothing } }', {}, 400, ['GRAPHQL_VALIDATION_FAILED']],
    [
      'a query that is too wide',
      NESTED.replace(' id ', ' messages(first: 100) { nodes { id } } '),
      {},
      400,
      ['QUERY_TOO_COSTLY'],
    ],
    [
      'two operations and no name',
      'query A { __typename } query B { __typename }',
      {},
      400,
      ['OPERATION_RESOLUTION_FAILURE'],
    ],
    [
      'a subscription',
      `subscription { inboxEvents(accountId: "${DEMO.phoneNumberId}") { __typename } }`,
      {},
      400,
      ['BAD_REQUEST'],
    ],
    [
      'variables that are missing or wrong, each by itself',
      'query ($first: Int!, $id: ID!) { conversations(first: $first) { nodes { id } } conversation(id: $id) { id } }',
      { first: 'many' },
      400,
      ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
    ],
    ['a page that is too large', '{ conversations(first: 1000) { nodes { id } } }', {}, 200, ['BAD_USER_INPUT']],
  ])('%s', async (_, query, variables, status, codes) => {
    const answer = await world.admin.requestRaw(query, variables);
    expect({ status: answer.status, codes: answer.errors.map(({ extensions }) => extensions.code) }).toEqual({
      status,
      codes,
    });
    for (const { message, extensions } of answer.errors) {
      expect(message).not.toBe('');
      expect(extensions).not.toHaveProperty('http');
      expect(extensions).not.toHaveProperty('stacktrace');
    }
  });

  it('says to sign in, and where that was needed', async () => {
    const answer = await world.client('nonsense').requestRaw('{ me { id } }');
    expect(answer).toMatchObject({ status: 200, data: null });
    expect(answer.errors).toMatchObject([{ path: ['me'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
