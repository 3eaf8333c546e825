import { graphql } from '../generated/gql.js';
import { first, must } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const SEARCH = graphql(`
  query SearchMessages($query: String!, $conversationId: ID, $accountId: ID, $first: Int, $after: String) {
    searchMessages(
      query: $query, conversationId: $conversationId, accountId: $accountId, first: $first, after: $after
    ) {
      nodes { id text occurredAt } isComplete pageInfo { hasNextPage endCursor }
    }
  }
`);
const SAID = [
  'Wo bleibt meine Kundenbestellung 860-198?',
  'Entrega em São Paulo amanhã',
  'Где мой заказ? Ещё раз…',
  'أين طلبي؟ شُكْرًا',
  '我的订单在哪里',
  'Έρχεται αύριο;',
  '100% sure_thing \\o/',
];

describe('Searching messages', () => {
  let world: TestWorld;
  let ann: Person;
  let ben: Person;
  let boss: Person;
  let conversationId: string;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    ben = await world.people.add('OPERATOR', { name: 'Ben' });
    boss = await world.people.add('MANAGER', { name: 'Boss' });
    const sara = world.customers.named('Sara');
    await world.customers.writes(sara, first(SAID));
    await world.customers.writes(world.customers.named('Otto'), 'Meine Bestellung eilt');
    conversationId = (await world.inbox.conversationWith('Sara')).id;
    await world.customers.writes(sara, 'Ok, 5 €!');
    await world.customers.writes(sara, 'Kaktus 🌵 สวัสดีครับ שלום לך');
    for (const text of SAID.slice(1)) await world.customers.writes(sara, text);
    await world.customers.writes(sara, {
      type: 'document',
      body: world.meta.file('application/pdf', Buffer.from('x'), { filename: 'Rechnung März.pdf' }),
    });
  });
  afterAll(() => world.close());

  const find = async (
    { client }: Person,
    query: string,
    more: { conversationId?: string; accountId?: string } = {},
  ): Promise<(string | null)[]> =>
    (await client.send(SEARCH, { query, ...more })).searchMessages.nodes.map(({ text }) => text);

  it.each([
    ['kundenbestell', 0],
    ['denbestell', 0],
    ['860-198', 0],
    ['kundenbestellung bleibt', 0],
    ['sao amanha', 1],
    ['SÃO PAULO', 1],
    ['заказ еще', 2],
    ['شكرا', 3],
    ['订单', 4],
    ['ερχεται', 5],
    ['100%', 6],
    ['sure_thing', 6],
    ['\\o/', 6],
  ])('for %p finds what a person would expect', async (query, index) =>
    expect(await find(ann, query)).toEqual([must(SAID[index])]),
  );

  it.each([
    ['ok', ['Ok, 5 €!']],
    ['k', []],
    ['5', ['Ok, 5 €!']],
    ['€', ['Ok, 5 €!']],
    ['86', []],
    ['订', ['我的订单在哪里']],
    ['🌵', ['Kaktus 🌵 สวัสดีครับ שלום לך']],
    ['สวัสดี', ['Kaktus 🌵 สวัสดีครับ שלום לך']],
    ['สว', ['Kaktus 🌵 สวัสดีครับ שלום לך']],
    ['שלום', ['Kaktus 🌵 สวัสดีครับ שלום לך']],
    ['לך', ['Kaktus 🌵 สวัสดีครับ שלום לך']],
    ['kaktus %', []],
    ['kaktus\0', []],
    [Array.from({ length: 60 }, () => 'ok').join(' '), ['Ok, 5 €!']],
    [Array.from({ length: 60 }, (_, index) => index % 10).join(' '), []],
  ])('for %p finds %p', async (query, texts) => {
    const { data, errors } = await ann.client.request(SEARCH, { query });
    expect(errors).toEqual([]);
    expect(data?.searchMessages.nodes.map(({ text }) => text)).toEqual(texts);
    expect(data?.searchMessages.isComplete).toBe(true);
  });

  it.each(['%', '?!', '…', '"', '()', '%_%'])('refuses %p alone, and says how much it needs', async (query) => {
    const { errors } = await ann.client.request(SEARCH, { query });
    const message = expect.stringContaining('at least 3 letters') as string;
    expect(first(errors).extensions).toMatchObject({ problems: [{ code: 'TOO_SHORT', message, path: ['query'] }] });
    for (const [list, path] of [
      ['contacts(search: $s)', ['search']],
      ['conversations(filter: { search: $s })', ['filter', 'search']],
    ] as const) {
      const answer = await ann.client.requestRaw(`query ($s: String) { ${list} { isComplete } }`, { s: query });
      expect(first(answer.errors).extensions).toMatchObject({ problems: [{ code: 'TOO_SHORT', path }] });
    }
  });

  it('finds files by name, nothing for what is not there, and asks for something to look for', async () => {
    expect(await find(ann, 'rechnung maerz')).toEqual([]);
    expect(await find(ann, 'rechnung marz')).toEqual([null]);
    expect(await find(ann, 'bestellung paulo')).toEqual([]);
    expect(await find(ann, 'kundenbestell', { conversationId: 'nonsense' })).toEqual([]);
    expect(await find(ann, 'kundenbestell', { conversationId, accountId: world.account.id })).toEqual([first(SAID)]);
    for (const [query, code] of [
      [' ', 'REQUIRED'],
      ['x'.repeat(201), 'TOO_LONG'],
    ] as const) {
      const { errors } = await ann.client.request(SEARCH, { query });
      expect(first(errors).extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        problems: [{ code, path: ['query'] }],
      });
    }
  });

  it('pages through what it finds, newest first, and keeps to what the viewer may see', async () => {
    for (const text of ['Danke eins', 'Danke zwei', 'Danke drei', 'Danke vier'])
      await world.customers.writes(world.customers.named('Otto'), text);
    const page = async (after: string | null = null) =>
      (await ann.client.send(SEARCH, { query: 'danke', first: 2, after })).searchMessages;
    const newest = await page();
    const older = await page(newest.pageInfo.endCursor);
    const found = [...newest.nodes, ...older.nodes];
    expect(new Set(found.map(({ id }) => id)).size).toBe(4);
    const times = found.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual([...times].sort().reverse());
    await world.inbox.as(ann).addParticipants(conversationId, [ann]);
    expect(await find(ben, 'kundenbestell')).toEqual([]);
    expect(await find(boss, 'kundenbestell')).toEqual([first(SAID)]);
    const stranger = await world.people.add('MANAGER', { name: 'Elsewhere' });
    await world.people.limitTo(stranger, []);
    expect(await find(stranger, 'kundenbestell')).toEqual([]);
  });
});
