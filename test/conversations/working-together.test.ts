/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { CONVERSATION, ERRORS, MESSAGE, Office, DAY_MS } from '../support/legacy/office.js';
import type { GraphqlClient } from '../support/legacy/graphql-client.js';
import type { Person } from '../support/legacy/test-app.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- what a query answers is known to the test that wrote it */

describe('Working together', () => {
  let office: Office;
  let [ann, ben, boss]: Person[] = [];

  beforeAll(async () => {
    office = await Office.open();
    ann = await office.hire('OPERATOR', 'Ann');
    ben = await office.hire('OPERATOR', 'Ben');
    boss = await office.hire('MANAGER', 'Boss');
  });
  afterAll(() => office.test.close());

  const start = async (number: string, name: string, text = 'Hello'): Promise<string> => {
    await office.writes(office.customer(number, name), text);
    return (await office.conversationWith(name)).id;
  };
  const participants = (
    client: GraphqlClient,
    conversationId: string,
    userIds: string[],
    mutation = 'addParticipants',
  ) => office.act(client, mutation, 'ParticipantsInput', { conversationId, userIds });
  const assign = (client: GraphqlClient, conversationId: string, userId: string | null) =>
    office.act(client, 'assignConversation', 'AssignConversationInput', { conversationId, userId });
  const list = async (client: GraphqlClient, filter: object, orderBy: object = {}): Promise<string[]> => {
    const { conversations } = await client.send(
      `query ($filter: ConversationFilter, $orderBy: ConversationOrder) {
         conversations(first: 50, filter: $filter, orderBy: $orderBy) { nodes { contact { displayName } } } }`,
      { filter, orderBy },
    );
    return conversations.nodes.map(({ contact }: any) => contact.displayName);
  };

  it('lets colleagues be added and taken out, harmlessly twice, and tells those who were added', async () => {
    const id = await start('16505551001', 'Adda');
    const added = await participants(ann!.client, id, [ann!.id, ben!.id, ben!.id]);
    expect(added).toMatchObject({ errors: [], conversation: { participants: [{ addedBy: { id: ann!.id } }, {}] } });
    expect((await participants(ann!.client, id, [ben!.id])).errors).toEqual([]);
    expect(await office.notificationsOf(ben!)).toMatchObject([
      { reason: 'ADDED_TO_CONVERSATION', title: 'Adda', body: 'Ann has added you.' },
    ]);
    expect(await office.notificationsOf(ann!)).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      const removed = await participants(ann!.client, id, [ben!.id], 'removeParticipants');
      expect(removed).toMatchObject({ errors: [], conversation: { participants: [{ user: { id: ann!.id } }] } });
    }
    expect((await participants(ben!.client, id, [ben!.id])).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['conversationId'] },
    ]);
    await participants(ann!.client, id, [ann!.id], 'removeParticipants');
    expect(await list(ben!.client, { search: 'Adda' })).toEqual(['Adda']); // nobody's is everybody's
  });

  it('refuses participants who do not exist, are not active, or were not given the account', async () => {
    const id = await start('16505551002', 'Rufus');
    const stranger = await office.hire('OPERATOR', 'Stranger');
    const gone = await office.hire('OPERATOR', 'Gone');
    const update = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code } } }';
    await office.test.admin.send(update, { input: { id: stranger.id, accountIds: [] } });
    await office.test.admin.send(update, { input: { id: gone.id, isActive: false } });
    const { errors } = await participants(ann!.client, id, [ben!.id, stranger.id, gone.id, 'nonsense']);
    expect(errors.map(({ code, path }: any) => [code, path])).toEqual([
      ['NOT_FOUND', ['userIds', '1']],
      ['NOT_FOUND', ['userIds', '2']],
      ['NOT_FOUND', ['userIds', '3']],
    ]);
    expect((await office.conversationWith('Rufus')).participants).toEqual([]);
    expect((await participants(ann!.client, id, [])).errors).toMatchObject([{ code: 'REQUIRED', path: ['userIds'] }]);
    expect((await assign(ann!.client, id, stranger.id)).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['userId'] },
    ]);
    expect((await assign(ann!.client, 'nonsense', ben!.id)).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['conversationId'] },
    ]);
  });

  it('assigns, hands over and takes back; whoever answers takes part', async () => {
    const id = await start('16505551003', 'Asta');
    expect(await assign(boss!.client, id, ann!.id)).toMatchObject({
      conversation: { assignee: { id: ann!.id }, participants: [{ user: { id: ann!.id } }] },
    });
    expect((await assign(ann!.client, id, ben!.id)).conversation.participants).toHaveLength(2);
    expect(await list(boss!.client, { assigneeId: [ben!.id] })).toEqual(['Asta']);
    await participants(ann!.client, id, [ben!.id], 'removeParticipants');
    expect(await office.conversationWith('Asta')).toMatchObject({ assignee: null });
    expect(await list(boss!.client, { unassigned: false })).toEqual([]);
    expect(await assign(ann!.client, id, null)).toMatchObject({ errors: [], conversation: { assignee: null } });
  });

  it('tells those who lose sight of a conversation, and nobody else', async () => {
    const id = await start('16505551004', 'Wanda');
    const [anns, bens, bosses] = await Promise.all([ann!, ben!, boss!].map(({ client }) => office.watch(client)));
    await office.send(ann!.client, id, { text: { body: 'Mine' } });
    await bens!.until(({ events }) => events.some(({ conversationId }) => conversationId === id), 'the withdrawal');
    await bosses!.until(({ events }) => events.some(({ message }) => message?.status === 'DELIVERED'), 'the delivery');
    expect(bens!.events).toEqual([{ __typename: 'ConversationWithdrawn', conversationId: id }]);
    for (const live of [anns!, bosses!])
      expect(live.events.map(({ __typename }) => __typename)).not.toContain('ConversationWithdrawn');
    await Promise.all([anns!.close(), bens!.close(), bosses!.close()]);
  });

  it('keeps notes among colleagues', async () => {
    const id = await start('16505551005', 'Nora');
    const add = async (client: GraphqlClient, body: string): Promise<any> =>
      (
        await client.send(
          `mutation ($input: AddNoteInput!) { addNote(input: $input) { message { ${MESSAGE} } ${ERRORS} } }`,
          {
            input: { conversationId: id, body },
          },
        )
      ).addNote;
    const before = office.test.simulator.world.requests.length;
    expect(await add(ann!.client, 'She is a friend of the house')).toMatchObject({
      errors: [],
      message: { direction: 'INTERNAL', content: { __typename: 'NoteContent', note: 'She is a friend of the house' } },
    });
    expect((await add(ann!.client, ' ')).errors).toMatchObject([{ code: 'REQUIRED', path: ['body'] }]);
    expect((await add(ann!.client, 'x'.repeat(4_097))).errors).toMatchObject([{ code: 'TOO_LONG', limit: 4_096 }]);
    expect(await office.conversationWith('Nora', ben!.client)).toMatchObject({
      unreadCount: 1,
      lastMessage: { text: 'Hello' },
    });
    expect(office.test.simulator.world.requests.length).toBe(before);
  });

  it('counts what each has not read, finds it, and forgets the notifications that told of it', async () => {
    const id = await start('16505551006', 'Ursa');
    await participants(boss!.client, id, [ann!.id, ben!.id]);
    await office.writes(office.customer('16505551006', 'Ursa'), 'More');
    expect(await list(ann!.client, { unread: true, search: 'Ursa' })).toEqual(['Ursa']);
    const unread = async (person: Person): Promise<number> =>
      (
        await person.client.send('{ notifications(unreadOnly: true) { unreadCount nodes { conversation { id } } } }')
      ).notifications.nodes.filter(({ conversation }: any) => conversation?.id === id).length;
    expect(await unread(ann!)).toBe(2);
    const read = await office.act(ann!.client, 'markConversationRead', 'MarkConversationReadInput', {
      conversationId: id,
    });
    expect(read.conversation).toMatchObject({ unreadCount: 0 });
    expect(await list(ann!.client, { unread: true, search: 'Ursa' })).toEqual([]);
    expect(await list(ann!.client, { unread: false, search: 'Ursa' })).toEqual(['Ursa']);
    expect(await list(ben!.client, { unread: true, search: 'Ursa' })).toEqual(['Ursa']);
    expect([await unread(ann!), await unread(ben!)]).toEqual([0, 2]);
    const { participants: people } = await office.conversationWith('Ursa');
    const lastRead = people.map(({ user, lastReadMessage }: any) => [user.id, lastReadMessage !== null]);
    expect(new Map(lastRead)).toEqual(
      new Map([
        [ann!.id, true],
        [ben!.id, false],
      ]),
    );
  });

  it('lists by every filter, in either order', async () => {
    await start('16505551007', 'Filtra');
    await start('16505551008', 'Filtrb');
    const closed = (await office.conversationWith('Filtra')).id;
    await office.act(ann!.client, 'closeConversation', 'ConversationIdInput', { conversationId: closed });
    const search = 'filtr';
    expect(await list(ann!.client, { search })).toEqual(['Filtrb', 'Filtra']);
    expect(await list(ann!.client, { search }, { direction: 'ASC' })).toEqual(['Filtra', 'Filtrb']);
    expect(await list(ann!.client, { search }, { field: 'CREATED_AT', direction: 'ASC' })).toEqual([
      'Filtra',
      'Filtrb',
    ]);
    expect(await list(ann!.client, { search, status: ['CLOSED'] })).toEqual(['Filtra']);
    expect(await list(ann!.client, { search, status: [] })).toEqual([]);
    expect(await list(ann!.client, { search, participating: true })).toEqual([]);
    expect(await list(ann!.client, { search, windowOpen: true })).toHaveLength(2);
    expect(await list(ann!.client, { search: '555 1008' })).toEqual(['Filtrb']);
    expect(await list(ann!.client, { search: 'FÍLTRB' })).toEqual(['Filtrb']);
    expect(await list(ann!.client, { search, phoneNumberId: ['nonsense'] })).toEqual([]);
  });

  it('begins a conversation anew when a template is sent after a long silence', async () => {
    const id = await start('16505551300', 'Anew');
    await office.send(ann!.client, id, { text: { body: 'Hello back' } });
    await participants(ann!.client, id, [ben!.id]);
    await office.later(16 * DAY_MS, ann!, ben!, boss!);
    const draft = {
      accountId: office.account.id,
      displayName: 'Long time',
      language: 'en_US',
      category: 'UTILITY',
      body: 'It has been a while, dear customer.',
    };
    const { createTemplate } = await office.test.admin.send(
      'mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id } } }',
      { draft },
    );
    await office.test.admin.send(
      'mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { errors { message } } }',
      {
        id: createTemplate.template.id,
      },
    );
    for (const template of office.test.simulator.world.templates.values())
      office.test.simulator.templates.decide(template, 'APPROVED');
    await office.test.admin.send(
      'mutation ($id: ID!) { syncTemplates(input: { accountId: $id }) { errors { code } } }',
      { id: office.account.id },
    );
    const sent = await office.send(boss!.client, id, { template: { templateId: createTemplate.template.id } });
    expect(sent.errors).toEqual([]);
    const { conversation } = await boss!.client.send(`query ($id: ID!) { conversation(id: $id) { ${CONVERSATION} } }`, {
      id,
    });
    expect(conversation.participants.map(({ user }: any) => user.name)).toEqual(['Boss']);
    await office.writes(office.customer('16505551300', 'Anew'), 'Oh, hello');
    expect((await office.notificationsOf(boss!)).at(-1)).toMatchObject({
      reason: 'TEMPLATE_SENDER',
      body: 'Oh, hello',
    });
    expect((await office.notificationsOf(ben!)).filter(({ body }) => body === 'Oh, hello')).toEqual([]);
  });
});
