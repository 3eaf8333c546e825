import { graphql } from '../generated/gql.js';
import { allOf, first, last, must, pause } from '../support/expectations.js';
import { TestWorld } from '../support/world/test-world.js';

const EVENTS = graphql(`
  subscription MainJobEvents($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) {
      __typename cursor
      ... on MessageChanged {
        message { id direction status text content { ... on TextContent { body } } conversation { id } }
      }
      ... on ConversationChanged { conversation { id unreadCount } }
    }
  }
`);

describe('The main job', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  it('brings a customer’s message to an operator live, and the answer back with its ticks', async () => {
    const operator = await world.people.add('OPERATOR');
    const inbox = world.inbox.as(operator);
    const live = operator.client.subscribe(EVENTS, { accountId: world.account.id });
    const messages = () => allOf(live.events, 'MessageChanged').map((event) => event.message);
    const customer = first(world.meta.world.customers);
    await pause(200);

    world.customers.sends(customer, 'Zoë asks: 🌵 / "ok"?');
    await live.until(() => messages().some(({ text }) => text === 'Zoë asks: 🌵 / "ok"?'), 'the message');
    const message = first(messages());
    expect(message).toMatchObject({
      direction: 'INBOUND',
      status: 'RECEIVED',
      content: { body: 'Zoë asks: 🌵 / "ok"?' },
    });

    const sent = await inbox.trySend(message.conversation.id, 'Yes 👍');
    expect(sent).toMatchObject({ message: { status: 'QUEUED' }, errors: [] });
    const { id } = must(sent.message);
    await live.until(
      () => messages().some((changed) => changed.id === id && changed.status === 'DELIVERED'),
      'the ticks',
    );
    expect(last(world.meta.world.messages)).toMatchObject({ direction: 'OUT', text: 'Yes 👍', status: 'delivered' });

    world.customers.reads(customer);
    const answer = await inbox.until(id, 'READ');
    expect(answer.statusHistory.map(({ status }) => status)).toEqual(['QUEUED', 'SENT', 'DELIVERED', 'READ']);
    expect(answer.author).toEqual({ __typename: 'User', id: operator.id });
    await live.close();
  });
});
