import { graphql } from '../generated/gql.js';
import type { ConversationFilter, ConversationOrder } from '../generated/graphql.js';
import { allOf, last, must, problems } from '../support/expectations.js';
import { aDraft } from '../support/factories/drafts.js';
import type { Person } from '../support/world/people.js';
import { DAY_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const LIST = graphql(`
  query ListConversations($filter: ConversationFilter, $orderBy: ConversationOrder) {
    conversations(first: 50, filter: $filter, orderBy: $orderBy) { nodes { contact { displayName } } }
  }
`);
const UNREAD = graphql(`
  query UnreadNotifications {
    notifications(unreadOnly: true) { unreadCount nodes { conversation { id } } }
  }
`);
const WHO_TAKES_PART = graphql(`
  query WhoTakesPart($id: ID!) { conversation(id: $id) { participants { user { name } } } }
`);

describe('Working together', () => {
  let world: TestWorld;
  let ann: Person;
  let ben: Person;
  let boss: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    ben = await world.people.add('OPERATOR', { name: 'Ben' });
    boss = await world.people.add('MANAGER', { name: 'Boss' });
  });
  afterAll(() => world.close());

  const inbox = (person: Person) => world.inbox.as(person);
  const start = async (name: string, number?: string): Promise<string> => {
    await world.customers.writes(world.customers.named(name, number), 'Hello');
    return (await world.inbox.conversationWith(name)).id;
  };
  const list = async ({ client }: Person, filter: ConversationFilter, orderBy: ConversationOrder = {}) => {
    const { conversations } = await client.send(LIST, { filter, orderBy });
    return conversations.nodes.map(({ contact }) => contact.displayName);
  };

  it('lets colleagues be added and taken out, harmlessly twice, and tells those who were added', async () => {
    const id = await start('Adda');
    const added = await inbox(ann).addParticipants(id, [ann, ben, ben]);
    expect(added).toMatchObject({ errors: [], conversation: { participants: [{ addedBy: { id: ann.id } }, {}] } });
    expect((await inbox(ann).addParticipants(id, [ben])).errors).toEqual([]);
    expect(await world.people.notificationsOf(ben)).toMatchObject([
      { reason: 'ADDED_TO_CONVERSATION', title: 'Adda', body: 'Ann has added you.' },
    ]);
    expect(await world.people.notificationsOf(ann)).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      const removed = await inbox(ann).removeParticipants(id, [ben]);
      expect(removed).toMatchObject({ errors: [], conversation: { participants: [{ user: { id: ann.id } }] } });
    }
    expect(problems((await inbox(ben).addParticipants(id, [ben])).errors)).toEqual(['NOT_FOUND conversationId']);
    await inbox(ann).removeParticipants(id, [ann]);
    expect(await list(ben, { search: 'Adda' })).toEqual(['Adda']); // nobody's is everybody's
  });

  it('refuses participants who do not exist, are not active, or were not given the account', async () => {
    const id = await start('Rufus');
    const stranger = await world.people.add('OPERATOR', { name: 'Stranger' });
    const gone = await world.people.add('OPERATOR', { name: 'Gone' });
    await world.people.limitTo(stranger, []);
    await world.people.deactivate(gone);
    const { errors } = await inbox(ann).addParticipants(id, [ben, stranger, gone, { id: 'nonsense' }]);
    expect(problems(errors)).toEqual(['NOT_FOUND userIds.1', 'NOT_FOUND userIds.2', 'NOT_FOUND userIds.3']);
    expect((await world.inbox.conversationWith('Rufus')).participants).toEqual([]);
    expect(problems((await inbox(ann).addParticipants(id, [])).errors)).toEqual(['REQUIRED userIds']);
    expect(problems((await inbox(ann).assign(id, stranger)).errors)).toEqual(['NOT_FOUND userId']);
    expect(problems((await inbox(ann).assign('nonsense', ben)).errors)).toEqual(['NOT_FOUND conversationId']);
  });

  it('assigns, hands over and takes back; whoever answers takes part', async () => {
    const id = await start('Asta');
    expect(await inbox(boss).assign(id, ann)).toMatchObject({
      conversation: { assignee: { id: ann.id }, participants: [{ user: { id: ann.id } }] },
    });
    expect((await inbox(ann).assign(id, ben)).conversation?.participants).toHaveLength(2);
    expect(await list(boss, { assigneeId: [ben.id] })).toEqual(['Asta']);
    await inbox(ann).removeParticipants(id, [ben]);
    expect(await world.inbox.conversationWith('Asta')).toMatchObject({ assignee: null });
    expect(await list(boss, { unassigned: false })).toEqual([]);
    expect(await inbox(ann).assign(id, null)).toMatchObject({ errors: [], conversation: { assignee: null } });
  });

  it('tells those who lose sight of a conversation, and nobody else', async () => {
    const id = await start('Wanda');
    const [anns, bens, bosses] = [await inbox(ann).watch(), await inbox(ben).watch(), await inbox(boss).watch()];
    await inbox(ann).send(id, 'Mine');
    await bens.until(
      ({ events }) => allOf(events, 'ConversationWithdrawn').some(({ conversationId }) => conversationId === id),
      'the withdrawal',
    );
    await bosses.until(
      ({ events }) => allOf(events, 'MessageChanged').some(({ message }) => message.status === 'DELIVERED'),
      'the delivery',
    );
    expect(bens.events).toEqual([
      { __typename: 'ConversationWithdrawn', conversationId: id, cursor: expect.any(String) },
    ]);
    for (const live of [anns, bosses])
      expect(live.events.map(({ __typename }) => __typename)).not.toContain('ConversationWithdrawn');
    await Promise.all([anns.close(), bens.close(), bosses.close()]);
  });

  it('keeps notes among colleagues', async () => {
    const id = await start('Nora');
    const before = world.meta.world.requests.length;
    expect(await inbox(ann).addNote(id, 'She is a friend of the house')).toMatchObject({
      errors: [],
      message: { direction: 'INTERNAL', content: { __typename: 'NoteContent', note: 'She is a friend of the house' } },
    });
    expect(problems((await inbox(ann).addNote(id, ' ')).errors)).toEqual(['REQUIRED body']);
    const tooLong = await inbox(ann).addNote(id, 'x'.repeat(4_097));
    expect(tooLong.errors).toMatchObject([{ code: 'TOO_LONG', limit: 4_096 }]);
    expect(await inbox(ben).conversationWith('Nora')).toMatchObject({
      unreadCount: 1,
      lastMessage: { text: 'Hello' },
    });
    expect(world.meta.world.requests.length).toBe(before);
  });

  it('writes a note once for one key, however often it comes', async () => {
    const id = await start('Nadine', '16505551013');
    const note = { conversationId: id, body: 'Called back', idempotencyKey: 'a note of hers' };
    const answers = await Promise.all([1, 2, 3].map(async () => inbox(ann).addNoteOnce(note)));
    expect(new Set(answers.map(({ message }) => message?.id)).size).toBe(1);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(problems((await inbox(ann).addNoteOnce({ ...note, body: 'Another' })).errors)).toEqual([
      'CONFLICT idempotencyKey',
    ]);
    const messages = await inbox(ann).messagesWith('Nadine');
    expect(messages.filter(({ text }) => text === 'Called back')).toHaveLength(1);
  });

  it('counts what each has not read, finds it, and forgets the notifications that told of it', async () => {
    const id = await start('Ursa', '16505551006');
    await inbox(boss).addParticipants(id, [ann, ben]);
    await world.customers.writes(world.customers.named('Ursa', '16505551006'), 'More');
    expect(await list(ann, { unread: true, search: 'Ursa' })).toEqual(['Ursa']);
    const unread = async ({ client }: Person): Promise<number> =>
      (await client.send(UNREAD)).notifications.nodes.filter(({ conversation }) => conversation?.id === id).length;
    expect(await unread(ann)).toBe(2);
    expect((await inbox(ann).markRead(id)).conversation).toMatchObject({ unreadCount: 0 });
    expect(await list(ann, { unread: true, search: 'Ursa' })).toEqual([]);
    expect(await list(ann, { unread: false, search: 'Ursa' })).toEqual(['Ursa']);
    expect(await list(ben, { unread: true, search: 'Ursa' })).toEqual(['Ursa']);
    expect([await unread(ann), await unread(ben)]).toEqual([0, 2]);
    const { participants } = await world.inbox.conversationWith('Ursa');
    const hasRead = participants.map(({ user, lastReadMessage }) => [user.id, lastReadMessage !== null] as const);
    expect(new Map(hasRead)).toEqual(
      new Map([
        [ann.id, true],
        [ben.id, false],
      ]),
    );
  });

  it('lists by every filter, in either order', async () => {
    const closed = await start('Filtra', '16505551007');
    await start('Filtrb', '16505551008');
    await inbox(ann).close(closed);
    const search = 'filtr';
    expect(await list(ann, { search })).toEqual(['Filtrb', 'Filtra']);
    expect(await list(ann, { search }, { direction: 'ASC' })).toEqual(['Filtra', 'Filtrb']);
    expect(await list(ann, { search }, { field: 'CREATED_AT', direction: 'ASC' })).toEqual(['Filtra', 'Filtrb']);
    expect(await list(ann, { search, status: ['CLOSED'] })).toEqual(['Filtra']);
    expect(await list(ann, { search, status: [] })).toEqual([]);
    expect(await list(ann, { search, participating: true })).toEqual([]);
    expect(await list(ann, { search, windowOpen: true })).toHaveLength(2);
    expect(await list(ann, { search: '555 1008' })).toEqual(['Filtrb']);
    expect(await list(ann, { search: 'FÍLTRB' })).toEqual(['Filtrb']);
    expect(await list(ann, { search, phoneNumberId: ['nonsense'] })).toEqual([]);
  });

  it('begins a conversation anew when a template is sent after a long silence', async () => {
    const id = await start('Anew', '16505551300');
    await inbox(ann).send(id, 'Hello back');
    await inbox(ann).addParticipants(id, [ben]);
    await world.later(16 * DAY_MS);
    const template = await world.templates.approvedFrom(
      aDraft({ accountId: world.account.id, body: 'It has been a while, dear customer.' }),
    );
    await inbox(boss).send(id, { template: { templateId: template.id } });
    const { conversation } = await boss.client.send(WHO_TAKES_PART, { id });
    expect(must(conversation).participants).toEqual([{ user: { name: 'Boss' } }]);
    await world.customers.writes(world.customers.named('Anew', '16505551300'), 'Oh, hello');
    expect(last(await world.people.notificationsOf(boss))).toMatchObject({
      reason: 'TEMPLATE_SENDER',
      body: 'Oh, hello',
    });
    const bens = await world.people.notificationsOf(ben);
    expect(bens.filter(({ body }) => body === 'Oh, hello')).toEqual([]);
  });
});
