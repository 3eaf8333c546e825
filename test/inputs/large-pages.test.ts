import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const EVERYTHING = graphql(`
  query LargestInbox($filter: ConversationFilter, $first: Int, $messages: Int!) {
    conversations(first: $first, filter: $filter, orderBy: { field: CREATED_AT, direction: ASC }) {
      nodes { ...ConversationDetails messages(last: $messages) { nodes { ...MessageDetails } } }
      pageInfo { hasNextPage }
    }
  }
`);

describe('The largest pages', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  it('answer 100 conversations with all that an inbox shows, and every filter at once', async () => {
    const { conversation } = await world.customers.startsConversation('Every filter');
    const { me } = (await world.admin.sendRaw('{ me { id } }')) as { me: { id: string } };
    const number = must(conversation.contact.phoneNumber);
    await world.inbox.assign(conversation.id, me);
    const ids = Array.from({ length: 99 }, (_, index) => `01938c1e-0000-7000-8000-${String(index).padStart(12, '0')}`);
    const filter = {
      accountId: [...ids, world.account.id],
      phoneNumberId: [...ids, conversation.phoneNumber.id],
      status: ['OPEN' as const],
      participating: true,
      assigneeId: [...ids, me.id],
      unassigned: false,
      unread: true,
      windowOpen: true,
      search: number,
    };
    const { conversations } = await world.admin.send(EVERYTHING, { filter, first: 100, messages: 1 });
    expect(conversations.nodes.map(({ id }) => id)).toEqual([conversation.id]);
    const none = await world.admin.send(EVERYTHING, {
      filter: { ...filter, unassigned: true },
      first: 100,
      messages: 1,
    });
    expect(none.conversations).toEqual({ nodes: [], pageInfo: { hasNextPage: false } });
  });

  it('are refused where they would be too costly, with what to do, the cost and the limit', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { errors } = await world.admin.request(EVERYTHING, { first: 100, messages: 100 });
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('Ask for fewer fields or smaller pages'),
          extensions: { code: 'QUERY_TOO_COSTLY', limit: 20_000, value: expect.any(Number) },
        },
      ]);
    }
    const fewer = await world.admin.request(EVERYTHING, { first: 100, messages: 1 });
    expect(fewer.errors).toEqual([]);
  });

  it('are refused beyond 100 entries, with a path', async () => {
    const { errors } = await world.admin.request(EVERYTHING, { first: 101, messages: 1 });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [{ path: ['first'] }] } }]);
  });
});
