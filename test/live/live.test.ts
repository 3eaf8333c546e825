import { EventLog } from '../../src/common/events/event-log.js';
import { eventually, type Subscription } from '../support/legacy/graphql-client.js';
import { isEmbedded } from '../support/test-database.js';
import {
  addPerson,
  connectAccount,
  startTestApp,
  type ConnectedAccount,
  type TestApp,
} from '../support/legacy/test-app.js';
import { post, textMessage, webhook } from '../support/legacy/webhooks.js';

const EVENTS = `subscription ($id: ID!, $after: ID) { inboxEvents(accountId: $id, after: $after) {
  __typename cursor ... on MessageChanged { message { text conversation { id } } } ... on ConversationChanged { conversation { id } } } }`;

describe('Live events', () => {
  let test: TestApp;
  let account: ConnectedAccount;

  beforeAll(async () => {
    test = await startTestApp();
    account = await connectAccount(test);
  });

  afterAll(() => test.close());

  const texts = (subscription: Subscription): string[] =>
    subscription.events.filter((event) => event.message !== undefined).map((event) => event.message.text);
  const write = (text: string, from = '16505551234') =>
    post(test.url, webhook({ messages: [textMessage(text, { from })], contacts: [] }));
  const cursor = async (): Promise<string> =>
    (await test.admin.send('query ($id: ID!) { account(id: $id) { eventCursor } }', { id: account.id })).account
      .eventCursor;
  const conversationWith = async (number: string): Promise<string> =>
    eventually(
      () =>
        test.admin.send('query ($search: String) { conversations(filter: { search: $search }) { nodes { id } } }', {
          search: number,
        }),
      (found) => found.conversations.nodes.length === 1,
    ).then((found) => found.conversations.nodes[0].id);

  it('brings a subscriber that was cut off exactly what it missed, in order, then what is live', async () => {
    const first = test.admin.subscribe(EVENTS, { id: account.id, after: await cursor() });
    await write('before');
    await first.until((live) => texts(live).includes('before'), 'the first message');
    first.drop();
    const after = first.events.at(-1).cursor;
    const missed = Array.from({ length: 50 }, (_, number) => `missed ${number}`);
    for (const text of missed) await write(text);
    await eventually(
      () => test.database.query<{ count: string }>(`SELECT count(*) FROM messages WHERE text LIKE 'missed %'`),
      (rows) => rows[0]!.count === '50',
    );

    const another = isEmbedded
      ? { url: test.url, close: async () => undefined }
      : await test.startAnother({ ROLE: 'api' });
    const second = test.admin.subscribe(EVENTS, { id: account.id, after }, another.url);
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
      await new Promise((resolve) => setTimeout(resolve, 20));
      subscriptions.push(test.admin.subscribe(EVENTS, { id: account.id, after }));
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
    await test.app.get(EventLog).prune(new Date(Date.now() + 60_000), 5_000);
    const live = test.admin.subscribe(EVENTS, { id: account.id, after: old });
    await live.until(({ events }) => events.length > 0, 'ReloadRequired');
    expect(live.events[0].__typename).toBe('ReloadRequired');
    await write('after the reload');
    await live.until((subscription) => texts(subscription).includes('after the reload'), 'the live message');
    const again = test.admin.subscribe(EVENTS, { id: account.id, after: live.events[0].cursor });
    await again.until(
      (subscription) => texts(subscription).includes('after the reload'),
      'the same from the new cursor',
    );
    expect(again.events[0].__typename).not.toBe('ReloadRequired');
    await Promise.all([live.close(), again.close()]);
  });

  it('refuses cursors that are none, accounts that are foreign, queries and monsters', async () => {
    const stranger = await addPerson(test, 'OPERATOR');
    const attempts: [Subscription, string][] = [
      [test.admin.subscribe(EVENTS, { id: account.id, after: 'nonsense' }), 'BAD_USER_INPUT'],
      [stranger.client.subscribe(EVENTS, { id: account.id }), 'BAD_USER_INPUT'],
      [test.admin.subscribe('{ me { id } }'), 'BAD_USER_INPUT'],
      [test.admin.subscribe(EVENTS, {}), 'BAD_USER_INPUT'],
      [test.admin.subscribe('subscription ($id: ID!) { inboxEvents'), 'GRAPHQL_PARSE_FAILED'],
      [test.admin.subscribe('subscription { nothing }'), 'GRAPHQL_VALIDATION_FAILED'],
      [
        test.admin.subscribe(
          'subscription ($id: ID!) { ...Live } fragment Live on Subscription { inboxEvents(accountId: $id) { __typename } }',
          { id: account.id },
        ),
        'BAD_USER_INPUT',
      ],
      [
        test.admin.subscribe(
          `subscription ($id: ID!) { inboxEvents(accountId: $id) { ... on ConversationChanged { conversation ${'{ contact { conversations '.repeat(12)}{ id } ${'} }'.repeat(12)} } } }`,
          { id: account.id },
        ),
        'QUERY_TOO_COSTLY',
      ],
    ];
    for (const [subscription, code] of attempts) {
      await subscription.until(({ problems }) => problems.length > 0, code);
      expect(subscription.problems[0].extensions.code).toBe(code);
      expect(subscription.problems[0].extensions).not.toHaveProperty('http'); // that is for HTTP alone
      expect(subscription.events).toEqual([]);
      await subscription.close();
    }
  });

  it('shows an operator only conversations that are theirs or nobody’s, from the next event on', async () => {
    const [ann, ben] = [
      await addPerson(test, 'OPERATOR', [account.id]),
      await addPerson(test, 'OPERATOR', [account.id]),
    ];
    const number = '16505559001';
    await write('for everybody', number);
    const conversationId = await conversationWith(number);
    const after = await cursor();
    const [annLive, benLive] = [ann, ben].map(({ client }) => client.subscribe(EVENTS, { id: account.id, after }));
    await write('still for everybody', number);
    for (const live of [annLive!, benLive!])
      await live.until((subscription) => texts(subscription).includes('still for everybody'), 'the message');

    const input = { idempotencyKey: 'ann-takes-it', conversationId, content: { text: { body: 'I am Ann' } } };
    await ann.client.send('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { errors { code } } }', {
      input,
    });
    await annLive!.until((subscription) => texts(subscription).includes('I am Ann'), 'Ann’s answer');
    await write('a secret for Ann', number);
    await write('the next for everybody', '16505559002');
    await benLive!.until((subscription) => texts(subscription).includes('the next for everybody'), 'the next message');
    expect(texts(benLive!)).not.toContain('a secret for Ann');
    expect(texts(benLive!)).not.toContain('I am Ann');
    await annLive!.until((subscription) => texts(subscription).includes('a secret for Ann'), 'Ann’s message');
    const QUERY = 'query ($id: ID!) { conversation(id: $id) { id } }';
    expect(await ben.client.send(QUERY, { id: conversationId })).toEqual({ conversation: null });
    expect(
      (await ben.client.send('{ conversations(first: 100) { nodes { id } } }')).conversations.nodes.map(
        ({ id }: { id: string }) => id,
      ),
    ).not.toContain(conversationId);
    await Promise.all([annLive!.close(), benLive!.close()]);
  });

  it('cuts off a subscriber whose right was withdrawn, at the next event and before it', async () => {
    const ben = await addPerson(test, 'OPERATOR', [account.id]);
    const live = ben.client.subscribe(EVENTS, { id: account.id, after: await cursor() });
    await write('Ben may see this', '16505559100');
    await live.until((subscription) => texts(subscription).includes('Ben may see this'), 'the message');
    await test.admin.send(
      'mutation ($id: ID!) { updateUser(input: { id: $id, accountIds: [] }) { errors { code } } }',
      { id: ben.id },
    );
    await write('Ben may not see this', '16505559101');
    await live.until(({ closed }) => closed !== null, 'the close');
    expect(live.closed!.code).toBe(4403);
    expect(texts(live)).toEqual(['Ben may see this']);
  });

  it('cuts off a subscriber who has logged out', async () => {
    const ben = await addPerson(test, 'OPERATOR', [account.id]);
    const live = ben.client.subscribe(EVENTS, { id: account.id, after: await cursor() });
    await write('while signed in', '16505559200');
    await live.until((subscription) => texts(subscription).includes('while signed in'), 'the message');
    await ben.client.send('mutation { logout { errors { code } } }');
    await write('after logout', '16505559201');
    await live.until(({ closed }) => closed !== null, 'the close');
    expect(live.closed!.code).toBe(4403);
    expect(texts(live)).toEqual(['while signed in']);
  });

  it('cuts off a client that does not read, holds up nobody else, and lets it resume', async () => {
    const after = await cursor();
    const slow = test.admin.subscribe(EVENTS, { id: account.id, after });
    const quick = test.admin.subscribe(EVENTS, { id: account.id, after });
    await write('first');
    await slow.until((live) => texts(live).includes('first'), 'the first message');
    const resumeFrom = slow.events.at(-1).cursor;
    slow.pause();
    const total = 400;
    for (let batch = 0; batch < 8; batch += 1) {
      const large = Array.from({ length: 50 }, (_, number) =>
        textMessage(`${batch * 50 + number} ${'x'.repeat(60_000)}`, { from: '16505559300' }),
      );
      await post(test.url, webhook({ messages: large, contacts: [] }));
      // Batch by batch: the quick client shares its processor with the server, and would else be too slow itself.
      await quick.until(
        (live) => texts(live).filter((text) => text.length > 60_000).length === (batch + 1) * 50,
        'the batch at the quick client',
        20_000,
      );
    }
    slow.resume();
    await slow.until(({ closed }) => closed !== null, 'the slow client’s close');
    expect([4413, 1006]).toContain(slow.closed!.code); // 1006: it did not even take the close frame in time
    const resumed = test.admin.subscribe(EVENTS, { id: account.id, after: resumeFrom });
    await resumed.until(
      (live) => texts(live).filter((text) => text.length > 60_000).length === total,
      'everything after the resume',
      40_000,
    );
    await Promise.all([quick.close(), resumed.close()]);
  });

  it('narrows the stream to one conversation', async () => {
    const number = '16505559400';
    await write('mine', number);
    const id = await conversationWith(number);
    const live = test.admin.subscribe(
      'subscription ($id: ID!, $after: ID) { conversationEvents(conversationId: $id, after: $after) { cursor ... on MessageChanged { message { text } } } }',
      { id, after: await cursor() },
    );
    await write('of another', '16505559401');
    await write('mine again', number);
    await live.until((subscription) => texts(subscription).includes('mine again'), 'the message');
    expect(texts(live)).toEqual(['mine again']);
    await live.close();
  });

  it('renders what depends on the viewer for each viewer', async () => {
    const number = '16505559500';
    await write('one', number);
    const conversationId = await conversationWith(number);
    const [ann, ben] = [await addPerson(test, 'MANAGER', [account.id]), await addPerson(test, 'MANAGER', [account.id])];
    await ann.client.send(
      'mutation ($id: ID!) { markConversationRead(input: { conversationId: $id }) { errors { code } } }',
      { id: conversationId },
    );
    const UNREAD =
      'subscription ($id: ID!, $after: ID) { conversationEvents(conversationId: $id, after: $after) { ... on MessageChanged { message { conversation { unreadCount } } } } }';
    const after = await cursor();
    const lives = [ann, ben].map(({ client }) => client.subscribe(UNREAD, { id: conversationId, after }));
    await write('two', number);
    const counts = [];
    for (const live of lives) {
      await live.until(({ events }) => events.some((event) => event.message !== undefined), 'the message');
      counts.push(live.events.findLast((event) => event.message !== undefined).message.conversation.unreadCount);
      await live.close();
    }
    expect(counts).toEqual([1, 2]);
  });
});
