/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import type { GraphqlClient } from '../support/legacy/graphql-client.js';
import { Office } from '../support/legacy/office.js';
import type { Person } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Searching messages', () => {
  let office: Office;
  let [ann, ben, boss]: Person[] = [];
  const find = async (client: GraphqlClient, query: string, more: object = {}): Promise<string[]> => {
    const { searchMessages } = await client.send(
      `query ($query: String!, $conversationId: ID, $accountId: ID, $first: Int, $after: String) {
           searchMessages(query: $query, conversationId: $conversationId, accountId: $accountId, first: $first, after: $after) {
             nodes { text } pageInfo { hasNextPage endCursor } } }`,
      { query, ...more },
    );
    return searchMessages.nodes.map(({ text }: any) => text);
  };
  const said = [
    'Wo bleibt meine Kundenbestellung 860-198?',
    'Entrega em São Paulo amanhã',
    'Где мой заказ? Ещё раз…',
    'أين طلبي؟ شُكْرًا',
    '我的订单在哪里',
    'Έρχεται αύριο;',
    '100% sure_thing \\o/',
  ];
  let conversationId = '';

  beforeAll(async () => {
    office = await Office.open();
    ann = await office.hire('OPERATOR', 'Ann');
    ben = await office.hire('OPERATOR', 'Ben');
    boss = await office.hire('MANAGER', 'Boss');
    await office.writes(office.customer('16505551100', 'Sara'), said[0]!);
    await office.writes(office.customer('16505551101', 'Otto'), 'Meine Bestellung eilt');
    conversationId = (await office.conversationWith('Sara')).id;
    for (const text of said.slice(1)) await office.writes(office.customer('16505551100', 'Sara'), text);
    await office.writes(office.customer('16505551100', 'Sara'), {
      type: 'document',
      body: office.file('application/pdf', Buffer.from('x'), { filename: 'Rechnung März.pdf' }),
    });
  });

  afterAll(() => office.test.close());

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
    expect(await find(ann!.client, query)).toEqual([said[index]]),
  );

  it('finds files by name, nothing for what is not there, and asks for something to look for', async () => {
    expect(await find(ann!.client, 'rechnung maerz')).toEqual([]);
    expect(await find(ann!.client, 'rechnung marz')).toEqual([null]);
    expect(await find(ann!.client, 'bestellung paulo')).toEqual([]);
    expect(await find(ann!.client, 'kundenbestell', { conversationId: 'nonsense' })).toEqual([]);
    expect(await find(ann!.client, 'kundenbestell', { conversationId, accountId: office.account.id })).toEqual([
      said[0],
    ]);
    for (const [query, code] of [
      [' ', 'REQUIRED'],
      ['x'.repeat(201), 'TOO_LONG'],
    ]) {
      const { errors } = await ann!.client.request(
        'query ($query: String!) { searchMessages(query: $query) { nodes { id } } }',
        { query },
      );
      expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ code, path: ['query'] }] });
    }
  });

  it('pages through what it finds, newest first, and keeps to what the viewer may see', async () => {
    const first = await ann!.client.send(
      '{ searchMessages(query: "e", first: 2) { nodes { id text occurredAt } pageInfo { endCursor } } }',
    );
    const second = await ann!.client.send(
      `query ($after: String) { searchMessages(query: "e", first: 2, after: $after) { nodes { id } } }`,
      { after: first.searchMessages.pageInfo.endCursor },
    );
    const ids = [...first.searchMessages.nodes, ...second.searchMessages.nodes].map(({ id }: any) => id);
    expect(new Set(ids).size).toBe(4);
    await office.act(ann!.client, 'addParticipants', 'ParticipantsInput', { conversationId, userIds: [ann!.id] });
    expect(await find(ben!.client, 'kundenbestell')).toEqual([]);
    expect(await find(boss!.client, 'kundenbestell')).toEqual([said[0]]);
    const stranger = await office.hire('MANAGER', 'Elsewhere');
    await office.test.admin.send(
      'mutation ($id: ID!) { updateUser(input: { id: $id, accountIds: [] }) { errors { code } } }',
      { id: stranger.id },
    );
    expect(await find(stranger.client, 'kundenbestell')).toEqual([]);
  });
});
