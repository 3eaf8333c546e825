import type { SimCustomer } from '../../src/simulator/world/world.js';
import { graphql } from '../generated/gql.js';
import { last, must, pause } from '../support/expectations.js';
import { anAccount } from '../support/factories/accounts.js';
import type { GraphqlClient } from '../support/graphql/graphql-client.js';
import type { Subscription } from '../support/graphql/subscription.js';
import { TestWorld } from '../support/world/test-world.js';

const CREATE_KEY = graphql(`
  mutation CreateSendingKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { ...Problem } } }
`);
const SEND = graphql(`
  mutation SendByKey($input: SendMessageInput!) { sendMessage(input: $input) { message { id } errors { ...Problem } } }
`);
const MESSAGE = graphql(`
  query MessageOfKey($id: ID!) { message(id: $id) { id status statusHistory { status } } node(id: $id) { id } }
`);
const EVENTS = graphql(`
  subscription EventsOfKey($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor accountId
      ... on MessageChanged { message { id text status } }
    }
  }
`);
const ALL_EVENTS = graphql(`
  subscription AllEvents($after: [ID!]) {
    allEvents(after: $after) { __typename cursor accountId ... on AccountChanged { account { name } } }
  }
`);
const RENAME = graphql(`
  mutation RenameForAllEvents($input: UpdateAccountInput!) { updateAccount(input: $input) { errors { ...Problem } } }
`);

interface Seen {
  __typename: string;
  cursor: string;
  accountId: string;
  message?: { id: string; text: string | null; status: string };
}

describe('A key that may only send', () => {
  let world: TestWorld;
  let key: GraphqlClient;
  let conversationId: string;
  let customer: SimCustomer;

  const newKey = async (...scopes: ('MESSAGES_SEND' | 'EVENTS_READ')[]): Promise<GraphqlClient> => {
    const { createApiKey } = await world.admin.send(CREATE_KEY, { input: { name: scopes.join(), scopes } });
    return world.client(must(createApiKey.secret, 'a key'));
  };
  let sent = 0;
  const send = async (client: GraphqlClient, body: string): Promise<string> => {
    sent += 1;
    const input = { conversationId, content: { text: { body } }, idempotencyKey: `${body} ${sent}` };
    const { sendMessage } = await client.send(SEND, { input });
    expect(sendMessage.errors).toEqual([]);
    return must(sendMessage.message, 'the message').id;
  };
  const statusesOf = ({ events }: Subscription<Seen>, id: string): string[] =>
    events.flatMap(({ message }) => (message?.id === id ? [message.status] : []));

  beforeAll(async () => {
    world = await TestWorld.start();
    key = await newKey('MESSAGES_SEND');
    const started = await world.customers.startsConversation('Hello');
    customer = started.customer;
    conversationId = started.conversation.id;
  });
  afterAll(() => world.close());

  it('reads its own messages and their status, and nobody else’s', async () => {
    const own = await send(key, 'by the key');
    await world.inbox.until(own, 'DELIVERED');
    const read = await key.send(MESSAGE, { id: own });
    expect(read).toMatchObject({ message: { id: own, status: 'DELIVERED' }, node: { id: own } });
    const others = [
      (await world.inbox.send(conversationId, 'by the administrator')).id,
      await send(await newKey('MESSAGES_SEND'), 'by another key'),
    ];
    for (const id of others) expect(await key.send(MESSAGE, { id })).toEqual({ message: null, node: null });
  });

  it('follows its own messages, and nothing else of the account', async () => {
    const live = key.subscribe(EVENTS, { id: world.account.id }) as Subscription<Seen>;
    const seeing = (await newKey('EVENTS_READ')).subscribe(EVENTS, { id: world.account.id }) as Subscription<Seen>;
    await pause(300);
    const foreign = await world.inbox.send(conversationId, 'not for the key');
    await world.customers.writes(customer, 'Thanks');
    const own = await send(key, 'for the key');
    await live.until((stream) => statusesOf(stream, own).includes('DELIVERED'), 'the delivery of its message');
    await seeing.until((stream) => statusesOf(stream, own).includes('DELIVERED'), 'the delivery for the other key');
    expect(statusesOf(seeing, foreign.id)).not.toEqual([]);
    expect(live.events.filter(({ message }) => message?.id !== own)).toEqual([]);
    await live.close();
    await seeing.close();
  });

  it('goes on after a cursor', async () => {
    const before = key.subscribe(EVENTS, { id: world.account.id }) as Subscription<Seen>;
    await pause(300);
    const first = await send(key, 'before');
    await before.until((stream) => statusesOf(stream, first).includes('DELIVERED'), 'the first delivery');
    const after = last(before.events).cursor;
    await before.close();
    const missed = await send(key, 'missed');
    await world.inbox.until(missed, 'DELIVERED');
    const again = key.subscribe(EVENTS, { id: world.account.id, after }) as Subscription<Seen>;
    await again.until((stream) => statusesOf(stream, missed).includes('DELIVERED'), 'what was missed');
    const seen = before.events.map(({ cursor }) => cursor);
    expect(again.events.filter(({ cursor }) => seen.includes(cursor))).toEqual([]);
    // What Meta reports of the first may come after its delivery.
    expect(again.events.filter(({ message }) => message?.id !== missed && message?.id !== first)).toEqual([]);
    await again.close();
  });
});

describe('One subscription to all accounts', () => {
  let world: TestWorld;
  let otherId: string;

  const rename = async (id: string, name: string): Promise<void> => {
    const { updateAccount } = await world.admin.send(RENAME, { input: { id, name } });
    expect(updateAccount.errors).toEqual([]);
  };
  const names = ({ events }: Subscription<{ __typename: string; account?: { name: string } }>): string[] =>
    events.flatMap(({ account }) => (account === undefined ? [] : [account.name]));

  beforeAll(async () => {
    world = await TestWorld.start();
    const { account, errors } = await world.accounts.create(
      anAccount({ name: 'Second', accountId: '222222222222222', phoneNumberId: '333333333333333' }),
    );
    expect(errors).toEqual([]);
    otherId = must(account, 'the second account').id;
  });
  afterAll(() => world.close());

  it('brings the events of each, with the account that they are of', async () => {
    const live = world.admin.subscribe(ALL_EVENTS, { after: null });
    await pause(300);
    await rename(world.account.id, 'One');
    await rename(otherId, 'Two');
    await live.until((stream) => ['One', 'Two'].every((name) => names(stream as never).includes(name)), 'both');
    expect(new Set(live.events.map(({ accountId }) => accountId))).toEqual(new Set([world.account.id, otherId]));
    await live.close();
  });

  it('goes on after the cursors of all, each account for itself', async () => {
    const live = world.admin.subscribe(ALL_EVENTS, { after: null });
    await pause(300);
    await rename(world.account.id, 'Three');
    await rename(otherId, 'Four');
    await live.until((stream) => ['Three', 'Four'].every((name) => names(stream as never).includes(name)), 'both');
    const cursors = new Map(live.events.map(({ accountId, cursor }) => [accountId, cursor]));
    await live.close();
    await rename(otherId, 'Five');
    await rename(world.account.id, 'Six');
    const again = world.admin.subscribe(ALL_EVENTS, { after: [...cursors.values()] });
    await again.until((stream) => ['Five', 'Six'].every((name) => names(stream as never).includes(name)), 'both');
    expect(names(again as never)).not.toEqual(expect.arrayContaining(['Three']));
    await again.close();
  });

  it('is of the accounts that one works with', async () => {
    const manager = await world.people.add('MANAGER', { accountIds: [otherId] });
    const live = manager.client.subscribe(ALL_EVENTS, { after: null });
    await pause(300);
    await rename(world.account.id, 'Hidden');
    await rename(otherId, 'Shown');
    await live.until((stream) => names(stream).includes('Shown'), 'the event of its account');
    expect(names(live as never)).not.toContain('Hidden');
    await live.close();
  });

  it('refuses what is no cursor, with its place', async () => {
    const live = world.admin.subscribe(ALL_EVENTS, { after: ['nonsense'] });
    await live.until(({ problems }) => problems.length > 0, 'a refusal');
    expect(live.problems[0]?.extensions.problems).toMatchObject([{ code: 'INVALID_FORMAT', path: ['after', '0'] }]);
    await live.close();
  });
});
