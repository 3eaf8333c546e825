import { EventPartitions } from '../../src/common/events/event-partitions.js';
import { graphql } from '../generated/gql.js';
import { allOf, eventually, first, last, must, pause } from '../support/expectations.js';
import { aTextMessage, aWebhook } from '../support/factories/webhooks.js';
import type { Subscription } from '../support/graphql/subscription.js';
import { isEmbedded } from '../support/test-database.js';
import { TestWorld } from '../support/world/test-world.js';

const EVENTS = graphql(`
  subscription LiveEvents($id: ID!, $after: ID) {
    inboxEvents(accountId: $id, after: $after) {
      __typename cursor
      ... on MessageChanged { message { text conversation { id } } }
      ... on ConversationChanged { conversation { id } }
    }
  }
`);
const EVENTS_OF_ONE = graphql(`
  subscription LiveEventsOfConversation($id: ID!, $after: ID) {
    conversationEvents(conversationId: $id, after: $after) {
      __typename cursor ... on MessageChanged { message { text conversation { unreadCount } } }
    }
  }
`);
const VISIBLE = graphql(`
  query VisibleConversations($id: ID!) {
    conversation(id: $id) { id } conversations(first: 100) { nodes { id } }
  }
`);
const LOGOUT = graphql(`
  mutation Logout { logout { errors { code } } }
`);

type Events = Subscription<{ __typename: string; message?: { text: string | null } }>;

describe('Live events', () => {
  let world: TestWorld;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const texts = ({ events }: Events): (string | null)[] =>
    events.flatMap(({ message }) => (message === undefined ? [] : [message.text]));
  const write = (text: string, from = '16505551234') =>
    world.webhooks.post(aWebhook({ messages: [aTextMessage(text, { from })], contacts: [] }));
  const cursor = () => world.accounts.eventCursor();
  const watch = (client = world.admin, after?: string) => client.subscribe(EVENTS, { id: world.account.id, after });
  const conversationWith = async (number: string): Promise<string> =>
    (await world.inbox.untilConversationWith(number)).id;

  it('brings a subscriber that was cut off exactly what it missed, in order, then what is live', async () => {
    const before = watch(world.admin, await cursor());
    await write('before');
    await before.until((live) => texts(live).includes('before'), 'the first message');
    before.drop();
    const after = last(before.events).cursor;
    const missed = Array.from({ length: 50 }, (_, number) => `missed ${number}`);
    for (const text of missed) await write(text);
    await eventually(
      () => world.countRows(`messages WHERE text LIKE 'missed %'`),
      (count) => count === 50,
    );

    const another = isEmbedded
      ? { url: world.url, close: async () => undefined }
      : await world.startAnother({ ROLE: 'api' });
    const second = watch(world.admin.at(another.url), after);
    await second.until((live) => texts(live).length >= 50, 'the missed messages');
    await write('live again');
    await second.until((live) => texts(live).includes('live again'), 'the live message');
    expect(texts(second)).toEqual([...missed, 'live again']);
    expect(new Set(second.events.map((event) => event.cursor)).size).toBe(second.events.length);
    await second.close();
    await another.close();
  });

  it('misses nothing and repeats nothing while catching up under load', async () => {
    const after = await cursor();
    const total = 300;
    const writing = Promise.all(
      Array.from({ length: total }, (_, number) =>
        write(`load ${number}`, `1650556${String(number % 20).padStart(4, '0')}`),
      ),
    );
    const subscriptions = [];
    for (let count = 0; count < 8; count += 1) {
      await pause(20);
      subscriptions.push(watch(world.admin, after));
    }
    await writing;
    for (const subscription of subscriptions) {
      await subscription.until((live) => texts(live).length >= total, 'all messages');
      const seen = texts(subscription);
      expect(new Set(seen).size).toBe(total);
      expect(seen).toHaveLength(total);
    }
    const [reference, ...others] = subscriptions.map(texts);
    for (const other of others) expect(other).toEqual(reference);
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  });

  it('asks to reload when the cursor is older than the log, then goes on live', async () => {
    const old = await cursor();
    await write('will be forgotten');
    await conversationWith('16505551234');
    await eventually(
      async () => cursor(),
      (current) => current !== old,
    );
    const partitions = world.app.get(EventPartitions);
    await partitions.prepare(new Date(Date.now() + 60_000));
    await partitions.dropBefore(new Date(Date.now() + 60_000));
    const live = watch(world.admin, old);
    await live.until(({ events }) => events.length > 0, 'ReloadRequired');
    const reload = first(live.events);
    expect(reload.__typename).toBe('ReloadRequired');
    await write('after the reload');
    await live.until((subscription) => texts(subscription).includes('after the reload'), 'the live message');
    const again = watch(world.admin, reload.cursor);
    await again.until(
      (subscription) => texts(subscription).includes('after the reload'),
      'the same from the new cursor',
    );
    expect(first(again.events).__typename).not.toBe('ReloadRequired');
    await Promise.all([live.close(), again.close()]);
  });

  it('refuses cursors that are none, accounts that are foreign, queries and monsters', async () => {
    const stranger = await world.people.add('OPERATOR', { accountIds: [] });
    const { id } = world.account;
    const attempts: [Subscription<unknown>, string][] = [
      [watch(world.admin, 'nonsense'), 'BAD_USER_INPUT'],
      [watch(stranger.client), 'BAD_USER_INPUT'],
      [world.admin.subscribeRaw('{ me { id } }'), 'BAD_USER_INPUT'],
      [world.admin.subscribeRaw(EVENTS.toString(), {}), 'BAD_USER_INPUT'],
      [world.admin.subscribeRaw('subscription ($id: ID!) { inboxEvents'), 'GRAPHQL_PARSE_FAILED'],
      [world.admin.subscribeRaw('subscription { nothing }'), 'GRAPHQL_VALIDATION_FAILED'],
      [
        world.admin.subscribeRaw(
          'subscription ($id: ID!) { ...Live } fragment Live on Subscription { inboxEvents(accountId: $id) { __typename } }',
          { id },
        ),
        'BAD_USER_INPUT',
      ],
      [
        world.admin.subscribeRaw(
          `subscription ($id: ID!) { inboxEvents(accountId: $id) { ... on ConversationChanged { conversation ${'{ contact { conversations '.repeat(12)}{ id } ${'} }'.repeat(12)} } } }`,
          { id },
        ),
        'QUERY_TOO_COSTLY',
      ],
    ];
    for (const [subscription, code] of attempts) {
      await subscription.until(({ problems }) => problems.length > 0, code);
      const { extensions } = first(subscription.problems);
      expect(extensions.code).toBe(code);
      expect(extensions).not.toHaveProperty('http'); // that is for HTTP alone
      expect(subscription.events).toEqual([]);
      await subscription.close();
    }
  });

  it('shows an operator only conversations that are theirs or nobody’s, from the next event on', async () => {
    const [ann, ben] = [await world.people.add('OPERATOR'), await world.people.add('OPERATOR')];
    const number = '16505559001';
    await write('for everybody', number);
    const conversationId = await conversationWith(number);
    const after = await cursor();
    const [annLive, benLive] = [watch(ann.client, after), watch(ben.client, after)];
    await write('still for everybody', number);
    for (const live of [annLive, benLive])
      await live.until((subscription) => texts(subscription).includes('still for everybody'), 'the message');

    await world.inbox.as(ann).send(conversationId, 'I am Ann');
    await annLive.until((subscription) => texts(subscription).includes('I am Ann'), 'Ann’s answer');
    await write('a secret for Ann', number);
    await write('the next for everybody', '16505559002');
    await benLive.until((subscription) => texts(subscription).includes('the next for everybody'), 'the next message');
    expect(texts(benLive)).not.toContain('a secret for Ann');
    expect(texts(benLive)).not.toContain('I am Ann');
    await annLive.until((subscription) => texts(subscription).includes('a secret for Ann'), 'Ann’s message');
    const visible = await ben.client.send(VISIBLE, { id: conversationId });
    expect(visible.conversation).toBeNull();
    expect(visible.conversations.nodes.map(({ id }) => id)).not.toContain(conversationId);
    await Promise.all([annLive.close(), benLive.close()]);
  });

  it('cuts off a subscriber whose right was withdrawn, at the next event and before it', async () => {
    const ben = await world.people.add('OPERATOR');
    const live = watch(ben.client, await cursor());
    await write('Ben may see this', '16505559100');
    await live.until((subscription) => texts(subscription).includes('Ben may see this'), 'the message');
    await world.people.limitTo(ben, []);
    await write('Ben may not see this', '16505559101');
    await live.until(({ closed }) => closed !== null, 'the close');
    expect(live.closed?.code).toBe(4403);
    expect(texts(live)).toEqual(['Ben may see this']);
  });

  it('cuts off a subscriber who has logged out', async () => {
    const ben = await world.people.add('OPERATOR');
    const live = watch(ben.client, await cursor());
    await write('while signed in', '16505559200');
    await live.until((subscription) => texts(subscription).includes('while signed in'), 'the message');
    await ben.client.send(LOGOUT);
    await write('after logout', '16505559201');
    await live.until(({ closed }) => closed !== null, 'the close');
    expect(live.closed?.code).toBe(4403);
    expect(texts(live)).toEqual(['while signed in']);
  });

  it('cuts off a client that does not read, holds up nobody else, and lets it resume', async () => {
    const after = await cursor();
    const [slow, quick] = [watch(world.admin, after), watch(world.admin, after)];
    const largeOnes = (live: Events) => texts(live).filter((text) => (text ?? '').length > 60_000).length;
    await write('first');
    await slow.until((live) => texts(live).includes('first'), 'the first message');
    const resumeFrom = last(slow.events).cursor;
    slow.pause();
    const total = 400;
    for (let batch = 0; batch < 8; batch += 1) {
      const large = Array.from({ length: 50 }, (_, number) =>
        aTextMessage(`${batch * 50 + number} ${'x'.repeat(60_000)}`, { from: '16505559300' }),
      );
      await world.webhooks.post(aWebhook({ messages: large, contacts: [] }));
      // Batch by batch: the quick client shares its processor with the server, and would else be too slow itself.
      await quick.until((live) => largeOnes(live) === (batch + 1) * 50, 'the batch at the quick client', 20_000);
    }
    await pause(12_000); // longer than a client may take nothing of what waits for it
    slow.resume();
    await slow.until(({ closed }) => closed !== null, 'the slow client’s close');
    expect([4413, 1006]).toContain(slow.closed?.code); // 1006: it did not even take the close frame in time
    const resumed = watch(world.admin, resumeFrom);
    await resumed.until((live) => largeOnes(live) === total, 'everything after the resume', 40_000);
    await Promise.all([quick.close(), resumed.close()]);
  });

  it('narrows the stream to one conversation', async () => {
    const number = '16505559400';
    await write('mine', number);
    const id = await conversationWith(number);
    const live = world.admin.subscribe(EVENTS_OF_ONE, { id, after: await cursor() });
    await write('of another', '16505559401');
    await write('mine again', number);
    await live.until((subscription) => texts(subscription).includes('mine again'), 'the message');
    expect(texts(live)).toEqual(['mine again']);
    await live.close();
  });

  it('renders what depends on the viewer for each viewer', async () => {
    const number = '16505559500';
    await write('one', number);
    const id = await conversationWith(number);
    const [ann, ben] = [await world.people.add('MANAGER'), await world.people.add('MANAGER')];
    await world.inbox.as(ann).markRead(id);
    const after = await cursor();
    const lives = [ann, ben].map(({ client }) => client.subscribe(EVENTS_OF_ONE, { id, after }));
    await write('two', number);
    const counts = [];
    for (const live of lives) {
      const changed = () => allOf(live.events, 'MessageChanged').at(-1);
      await live.until(() => changed() !== undefined, 'the message');
      counts.push(must(changed()).message.conversation.unreadCount);
      await live.close();
    }
    expect(counts).toEqual([1, 2]);
  });
});
