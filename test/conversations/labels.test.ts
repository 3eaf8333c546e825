import { RetentionService } from '../../src/common/retention/retention.service.js';
import { CheckInboxService } from '../../src/modules/conversations/inbox/check-inbox.service.js';
import { graphql } from '../generated/gql.js';
import type { ConversationFilter } from '../generated/graphql.js';
import { must } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { TestWorld } from '../support/world/test-world.js';

const BY_LABEL = graphql(`
  query ByLabel($filter: ConversationFilter) { conversations(filter: $filter) { nodes { id labels { name } } } }
`);
const ADD = graphql(`
  mutation AddLabels($input: ConversationLabelsInput!) {
    addConversationLabels(input: $input) { conversation { labels { name } } errors { ...Problem } }
  }
`);
const REMOVE = graphql(`
  mutation RemoveLabels($input: ConversationLabelsInput!) {
    removeConversationLabels(input: $input) { conversation { labels { name } } errors { ...Problem } }
  }
`);
const LIVE_LABELS = graphql(`
  subscription LiveLabels($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) {
      __typename
      ... on ConversationChanged { conversation { id labels { name color } } }
      ... on AccountChanged { account { labels { name color } } }
    }
  }
`);

describe('Labels', () => {
  let world: TestWorld;
  let ann: Person;
  let manager: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    manager = await world.people.add('MANAGER', { name: 'Boss' });
  });
  afterAll(() => world.close());

  const idsWith = async (filter: ConversationFilter, client = world.admin) =>
    (await client.send(BY_LABEL, { filter })).conversations.nodes.map(({ id }) => id);
  const isTrue = async () =>
    expect(await world.app.get(CheckInboxService).check(false)).toMatchObject({ differences: 0, examples: [] });

  it('are made by managers, unique in their account whatever the case, and told what is wrong with them', async () => {
    const vip = await world.labels.as(manager).create('VIP', { color: 'RED' });
    expect(vip).toMatchObject({ name: 'VIP', color: 'RED' });
    const { label, errors } = await world.labels.tryCreate('vip');
    expect(label).toBeNull();
    expect(errors).toMatchObject([{ code: 'DUPLICATE', path: ['name'] }]);
    expect((await world.labels.tryCreate(' ')).errors).toMatchObject([{ code: 'REQUIRED', path: ['name'] }]);
    expect((await world.labels.tryCreate('x'.repeat(51))).errors).toMatchObject([{ code: 'TOO_LONG', limit: 50 }]);
    expect((await world.labels.tryCreate('A', { accountId: 'none' })).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['accountId'] },
    ]);
    await expect(world.labels.as(ann).create('Mine')).rejects.toThrow();

    const late = await world.labels.create('Late');
    expect((await world.labels.update(late.id, { name: 'VIP' })).errors).toMatchObject([{ code: 'DUPLICATE' }]);
    expect((await world.labels.update(late.id, { name: 'LATE', color: 'BLUE' })).label).toMatchObject({
      name: 'LATE',
      color: 'BLUE',
    });
    expect((await world.labels.update('none', { name: 'x' })).errors).toMatchObject([{ path: ['labelId'] }]);
    expect((await world.labels.as(ann).list()).map(({ name }) => name)).toEqual(['LATE', 'VIP']);
    await world.labels.delete(late.id);
    await world.labels.delete(vip.id);
    expect(await world.labels.list()).toEqual([]);
  });

  it('are at most 100 of an account', async () => {
    const made = await Promise.all(Array.from({ length: 100 }, (_, place) => world.labels.create(`No ${place}`)));
    expect((await world.labels.tryCreate('One more')).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    const { conversation } = await world.customers.startsConversation();
    expect((await world.inbox.setLabels(conversation.id, made.slice(0, 21))).errors).toMatchObject([
      { code: 'TOO_LONG', limit: 20 },
    ]);
    await world.inbox.setLabels(conversation.id, made.slice(0, 20));
    const input = { conversationId: conversation.id, labelIds: [must(made[20]).id] };
    expect((await world.admin.send(ADD, { input })).addConversationLabels.errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['labelIds'] },
    ]);
    for (const { id } of made) await world.labels.delete(id);
  });

  it('are given and taken by operators, once each, and find their conversations', async () => {
    const vip = await world.labels.create('VIP');
    const late = await world.labels.create('Late');
    const { customer, conversation } = await world.customers.startsConversation();
    const other = (await world.customers.startsConversation()).conversation;
    const inbox = world.inbox.as(ann);
    expect((await inbox.setLabels(conversation.id, [vip, late])).conversation?.labels).toMatchObject([
      { name: 'Late' },
      { name: 'VIP' },
    ]);
    await inbox.setLabels(conversation.id, [vip, late]);
    await world.inbox.setLabels(other.id, [late]);
    await isTrue();

    expect(await idsWith({ labelId: [vip.id] })).toEqual([conversation.id]);
    expect(await idsWith({ labelId: [late.id] })).toEqual([other.id, conversation.id]);
    expect(await idsWith({ labelId: [late.id, vip.id] })).toEqual([other.id, conversation.id]); // each once
    expect(await idsWith({ labelId: [late.id], unread: true }, ann.client)).toEqual([other.id, conversation.id]);
    expect(await idsWith({ labelId: [] })).toEqual([]);
    expect(await idsWith({ labelId: ['none'] })).toEqual([]);
    expect(await world.labels.list()).toMatchObject([
      { name: 'Late', openConversations: { value: 2, isExact: true } },
      { name: 'VIP', openConversations: { value: 1 } },
    ]);

    await world.inbox.assign(conversation.id, manager);
    expect(await idsWith({ labelId: [late.id] }, ann.client)).toEqual([other.id]);
    expect(await idsWith({ labelId: [vip.id], participating: true }, manager.client)).toEqual([conversation.id]);
    await world.customers.writes(customer, 'Again');
    await world.inbox.as(manager).markRead(conversation.id);
    await world.inbox.as(manager).send(conversation.id, 'Hello');
    await world.inbox.close(conversation.id);
    await isTrue();
    expect(await idsWith({ labelId: [vip.id], status: ['CLOSED'] })).toEqual([conversation.id]);
    expect(await idsWith({ labelId: [vip.id], waiting: true })).toEqual([]);
    expect((await world.labels.list()).map(({ openConversations }) => openConversations.value)).toEqual([1, 0]);

    const input = { conversationId: conversation.id, labelIds: [late.id] };
    expect((await world.admin.send(REMOVE, { input })).removeConversationLabels.conversation?.labels).toEqual([
      { name: 'VIP' },
    ]);
    expect((await world.admin.send(REMOVE, { input })).removeConversationLabels.errors).toEqual([]);
    expect((await world.admin.send(ADD, { input })).addConversationLabels.conversation?.labels).toHaveLength(2);
    expect((await inbox.setLabels(conversation.id, [])).errors).toMatchObject([{ path: ['conversationId'] }]);
    expect((await world.inbox.setLabels(conversation.id, [{ id: 'none' }])).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['labelIds', '0'] },
    ]);
    await isTrue();
  });

  it('are told live, and are gone from every conversation when they are deleted', async () => {
    const { conversation } = await world.customers.startsConversation();
    const after = await world.accounts.eventCursor();
    const live = world.admin.subscribe(LIVE_LABELS, { accountId: world.account.id, after });
    const blue = await world.labels.create('Blue', { color: 'BLUE' });
    await world.inbox.setLabels(conversation.id, [blue]);
    await world.labels.delete(blue.id);
    // Each as it is when it is read: the label may be gone by then.
    await live.until(({ events }) => events.length === 3, 'three events');
    expect(live.events.map(({ __typename }) => __typename)).toEqual([
      ...['AccountChanged', 'ConversationChanged', 'AccountChanged'],
    ]);
    expect(live.events[2]).toMatchObject({ account: { labels: [{ name: 'Late' }, { name: 'VIP' }] } });
    await live.close();

    expect((await world.inbox.conversationWith(conversation.contact.displayName)).labels).toEqual([]);
    expect(await idsWith({ labelId: [blue.id] })).toEqual([]);
    expect(await world.countRows(`conversation_labels WHERE label_id = '${blue.id}'`)).toBe(1);
    await world.app.get(RetentionService).run();
    expect(await world.countRows(`conversation_labels WHERE label_id = '${blue.id}'`)).toBe(0);
    expect(await world.countRows(`label_rows WHERE label_id = '${blue.id}'`)).toBe(0);
    await isTrue();
  });

  it('of other accounts are nobody’s to see, to give or to change', async () => {
    const label = await world.labels.create('Ours');
    const stranger = await world.people.add('MANAGER', { name: 'Stranger' });
    await world.people.limitTo(stranger, []);
    expect(await world.labels.as(stranger).list()).toEqual([]);
    expect((await world.labels.as(stranger).delete(label.id)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await idsWith({ labelId: [label.id] }, stranger.client)).toEqual([]);
  });
});
