import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { DAY_MS, MINUTE_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const TIMELINE = graphql(`
  query Timeline($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    conversation(id: $id) {
      timeline(first: $first, after: $after, last: $last, before: $before) {
        nodes {
          id kind occurredAt sortKey labelNames
          by { __typename ... on User { name } ... on ApiKey { name } }
          users { name }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      messages(first: 50) { nodes { text sortKey } pageInfo { startCursor endCursor } }
    }
  }
`);

/** As a sentence: who did what to whom. */
interface Told {
  kind: string;
  by: { name?: string } | null;
  users: { name: string }[];
  labelNames: string[];
}
const sentence = ({ kind, by, users, labelNames }: Told) =>
  [by?.name ?? '-', kind, ...users.map(({ name }) => name), ...labelNames].join(' ');

describe('The timeline of a conversation', () => {
  let world: TestWorld;
  let ann: Person;
  let ben: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    ben = await world.people.add('OPERATOR', { name: 'Ben' });
  });
  afterAll(() => world.close());

  const read = async (id: string, page: object = { first: 50 }) =>
    must((await world.admin.send(TIMELINE, { id, ...page })).conversation, 'the conversation');
  const told = async (id: string) => (await read(id)).timeline.nodes.map(sentence);

  it('says who did what, in order, once', async () => {
    await world.accounts.setNotifyUsers([ann]);
    const { customer, conversation } = await world.customers.startsConversation();
    const { id } = conversation;
    const label = await world.labels.create('VIP');
    const admin = must(await adminName());
    await world.inbox.addParticipants(id, [ben]);
    await world.inbox.addParticipants(id, [ben]);
    await world.inbox.assign(id, ben);
    await world.inbox.setLabels(id, [label]);
    await world.inbox.setLabels(id, []);
    await world.inbox.send(id, 'Hello');
    await world.inbox.assign(id, null);
    await world.inbox.removeParticipants(id, [ben]);
    await world.inbox.close(id);
    await world.inbox.close(id);
    await world.customers.writes(customer, 'One more thing');
    await world.inbox.close(id);
    await world.inbox.as(ann).send(id, 'Yes?');
    expect(await told(id)).toEqual([
      '- JOINED Ann',
      `${admin} JOINED Ben`,
      `${admin} ASSIGNED Ben`,
      `${admin} LABELED VIP`,
      `${admin} UNLABELED VIP`,
      `${admin} JOINED ${admin}`,
      `${admin} UNASSIGNED`,
      `${admin} LEFT Ben`,
      `${admin} CLOSED`,
      '- REOPENED',
      `${admin} CLOSED`,
      'Ann REOPENED',
    ]);
  });

  it('says once that nobody acted for so long that everybody is asked again', async () => {
    await world.accounts.setNotifyUsers([ann]);
    const { customer, conversation } = await world.customers.startsConversation();
    await world.inbox.as(ann).send(conversation.id, 'Hello');
    await world.accounts.setNotifyUsers([ben]);
    await world.later(15 * DAY_MS + MINUTE_MS);
    await world.customers.writes(customer, 'Hello again');
    await world.customers.writes(customer, 'Anybody?');
    expect(await told(conversation.id)).toEqual(['- JOINED Ann', '- RETURNED', '- JOINED Ben']);
  });

  it('stands between the messages, whose cursors it takes, page by page', async () => {
    await world.accounts.setNotifyUsers([]);
    const { customer, conversation } = await world.customers.startsConversation('first');
    const { id } = conversation;
    for (const text of ['second', 'third']) {
      world.clock.advance(2_000);
      await world.inbox.close(id);
      world.clock.advance(2_000);
      await world.customers.writes(customer, text);
    }
    const all = await read(id);
    const merged = [
      ...all.messages.nodes.map(({ text, sortKey }) => [sortKey, text]),
      ...all.timeline.nodes.map(({ kind, sortKey }) => [sortKey, kind]),
    ].sort(([a], [b]) => (must(a) < must(b) ? -1 : 1));
    expect(merged.map(([, what]) => what)).toEqual([
      ...['first', 'CLOSED', 'second', 'REOPENED', 'CLOSED', 'third', 'REOPENED'],
    ]);

    const latest = await read(id, { last: 2 });
    expect(latest.timeline.nodes.map(({ kind }) => kind)).toEqual(['CLOSED', 'REOPENED']);
    expect(latest.timeline.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const older = await read(id, { last: 2, before: latest.timeline.pageInfo.startCursor });
    expect(older.timeline.nodes.map(({ kind }) => kind)).toEqual(['CLOSED', 'REOPENED']);
    expect(older.timeline.pageInfo.hasPreviousPage).toBe(false);
    const between = { first: 50, after: all.messages.pageInfo.startCursor, before: all.messages.pageInfo.endCursor };
    expect((await read(id, between)).timeline.nodes.map(({ kind }) => kind)).toEqual(['CLOSED', 'REOPENED', 'CLOSED']);
    expect((await read(id, { first: 50, after: all.timeline.pageInfo.endCursor })).timeline.nodes).toEqual([]);
  });

  it('goes with the contact that is erased', async () => {
    const { conversation } = await world.customers.startsConversation();
    await world.inbox.close(conversation.id);
    expect(await world.countRows(`timeline_entries WHERE conversation_id = '${conversation.id}'`)).toBe(1);
    const { eraseContact } = await world.admin.send(ERASE, { input: { contactId: conversation.contact.id } });
    expect(eraseContact.errors).toEqual([]);
    expect(await world.countRows(`timeline_entries WHERE conversation_id = '${conversation.id}'`)).toBe(0);
  });

  async function adminName() {
    const [row] = await world.database.query<{ name: string }>(`SELECT name FROM users WHERE role = 'ADMIN'`);
    return row?.name;
  }
});

const ERASE = graphql(`
  mutation EraseTold($input: EraseContactInput!) { eraseContact(input: $input) { errors { ...Problem } } }
`);
