import { CheckInboxService } from '../../src/modules/conversations/inbox/check-inbox.service.js';
import { ClosedWindowsService } from '../../src/modules/conversations/inbox/closed-windows.service.js';
import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import type { Person } from '../support/world/people.js';
import { DAY_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const WAITING = graphql(`
  query WhoWaits {
    conversations(orderBy: { field: WAITING_SINCE, direction: ASC }) { nodes { id waitingSince } }
  }
`);
const OPEN_WINDOWS = graphql(`
  query OpenWindows($windowOpen: Boolean!) { conversations(filter: { windowOpen: $windowOpen }) { nodes { id } } }
`);

/** The read model of the inbox is what messages, participants and read markers say, whatever happens. */
describe('The inbox', () => {
  let world: TestWorld;
  let ann: Person;
  let ben: Person;

  beforeAll(async () => {
    world = await TestWorld.start();
    ann = await world.people.add('OPERATOR', { name: 'Ann' });
    ben = await world.people.add('OPERATOR', { name: 'Ben' });
    await world.accounts.setNotifyUsers([ann]);
  });
  afterAll(() => world.close());

  const check = () => world.app.get(CheckInboxService).check(false);
  const isTrue = async () => expect(await check()).toMatchObject({ differences: 0, examples: [] });

  it('says who waits, and stays true while people write, read, assign, close and leave', async () => {
    const { customer, conversation } = await world.customers.startsConversation();
    await isTrue();
    const first = must((await world.admin.send(WAITING)).conversations.nodes[0]);
    expect(first).toEqual({ id: conversation.id, waitingSince: expect.any(String) });

    await world.inbox.as(ann).markRead(conversation.id);
    await world.inbox.markRead(conversation.id);
    await isTrue();
    await world.customers.writes(customer, 'Anybody there?');
    expect((await world.admin.send(WAITING)).conversations.nodes).toEqual([first]); // since the first of the two
    await isTrue();

    await world.inbox.as(ann).send(conversation.id, 'Here I am');
    expect((await world.admin.send(WAITING)).conversations.nodes).toEqual([]);
    await world.inbox.assign(conversation.id, ben);
    await isTrue();
    await world.inbox.removeParticipants(conversation.id, [ann]);
    await world.inbox.removeParticipants(conversation.id, [ben]);
    await world.inbox.close(conversation.id);
    await isTrue();
    await world.customers.writes(customer, 'Thank you');
    await isTrue();
    expect((await world.admin.send(WAITING)).conversations.nodes).toMatchObject([{ id: conversation.id }]);
  });

  it('knows which windows are open now, whether or not it has been recorded that they closed', async () => {
    const { conversation } = await world.customers.startsConversation();
    const idsIn = async (windowOpen: boolean) =>
      (await world.admin.send(OPEN_WINDOWS, { windowOpen })).conversations.nodes.map(({ id }) => id);
    expect(await idsIn(true)).toContain(conversation.id);
    expect(await idsIn(false)).not.toContain(conversation.id);
    await world.later(2 * DAY_MS);
    for (let time = 0; time < 2; time += 1) {
      expect(await idsIn(true)).not.toContain(conversation.id);
      expect(await idsIn(false)).toContain(conversation.id);
      await world.app.get(ClosedWindowsService).recordBatch();
    }
    await isTrue();
  });

  it('is found out where a row was broken, and repaired', async () => {
    const { conversation } = await world.customers.startsConversation();
    await world.database.run('UPDATE conversations SET waiting_since = NULL WHERE id = $1', [conversation.id]);
    await world.database.run('UPDATE inbox_rows SET is_unread = false WHERE conversation_id = $1', [conversation.id]);
    const { differences, examples } = await check();
    expect(differences).toBeGreaterThanOrEqual(2);
    expect(examples).toMatchObject([
      {
        conversationId: conversation.id,
        userId: null,
        field: 'waiting_since',
        stored: null,
        expected: expect.any(String),
      },
      { conversationId: conversation.id, userId: ann.id, field: 'inbox_row' },
    ]);
    await world.app.get(CheckInboxService).check(true);
    await isTrue();
  });
});
