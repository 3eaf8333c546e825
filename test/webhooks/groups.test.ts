import { graphql } from '../generated/gql.js';
import { must } from '../support/expectations.js';
import { aMessage, aStatus, aTextMessage, type MetaObject } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const GROUP_MESSAGE = graphql(`
  query GroupMessage($id: ID!) {
    message(id: $id) {
      id
      groupId
      raw
      status
      text
      author { __typename ... on Contact { id profileName waId whatsappUserId } }
      conversation { id contact { id groupId } }
      participantStatuses { waId whatsappUserId status occurredAt failure { code } }
      reactions { emoji author { ... on Contact { profileName } } }
    }
  }
`);
const ERASE_MEMBER = graphql(`
  mutation EraseMember($id: ID!) { eraseContact(input: { contactId: $id }) { report { messages } errors { code } } }
`);

const seconds = Math.floor(Date.now() / 1000) - 500;

describe('In groups', () => {
  let world: TestWorld;
  let made = 0;

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  async function stored(wamid: unknown) {
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM messages WHERE whatsapp_id = $1', [wamid]);
    return must((await world.admin.send(GROUP_MESSAGE, { id: must(row).id })).message);
  }

  async function received(message: MetaObject, contacts: MetaObject[]) {
    await world.webhooks.receives({ messages: [message], contacts });
    return stored(message.id);
  }

  const aGroup = () => `Y2FwaV9ncm91cDox${(made += 1)}`;
  const ann = { profile: { name: 'Ann Example' }, wa_id: '491510000001', user_id: 'DE.1001' };
  const bob = { profile: { name: 'Bob Example' }, wa_id: '491510000002', user_id: 'DE.1002' };
  const from = ({ wa_id, user_id }: typeof ann, group: string): MetaObject => ({
    from: wa_id,
    from_user_id: user_id,
    group_id: group,
  });

  it('the author is the member who wrote, and the group can be read', async () => {
    const group = aGroup();
    const message = await received(aTextMessage('hello group', from(ann, group)), [ann]);
    const answer = await received(aTextMessage('hello Ann', from(bob, group)), [bob]);
    expect(message).toMatchObject({
      groupId: group,
      author: { profileName: 'Ann Example', waId: '491510000001', whatsappUserId: 'DE.1001' },
      conversation: { contact: { groupId: group } },
      raw: { from: '491510000001', from_user_id: 'DE.1001', group_id: group },
    });
    expect(answer.author).toMatchObject({ profileName: 'Bob Example' });
    expect(answer.conversation.id).toBe(message.conversation.id);
  });

  it('each member reacts for themselves, and changes what they wrote themselves', async () => {
    const group = aGroup();
    const text = aTextMessage('mine', { ...from(ann, group), timestamp: String(seconds) });
    await received(text, [ann]);
    for (const member of [ann, bob]) {
      const reaction = { message_id: text.id, emoji: member === ann ? '👍' : '🎉' };
      await received(aMessage({ type: 'reaction', reaction, ...from(member, group) }), [member]);
      const edit = { original_message_id: text.id, message: { type: 'text', text: { body: member.profile.name } } };
      await received(aMessage({ type: 'edit', edit, ...from(member, group) }), [member]);
    }
    const shown = await stored(text.id);
    expect(shown.text).toBe('Ann Example');
    expect(shown.reactions.map(({ emoji, author }) => [emoji, author])).toEqual([
      ['👍', { profileName: 'Ann Example' }],
      ['🎉', { profileName: 'Bob Example' }],
    ]);
  });

  it('statuses are told of each member, and one who could not be reached does not make it fail', async () => {
    const { conversation } = await world.customers.startsConversation();
    world.meta.behave({ sentAfterMs: null, deliveredAfterMs: null, readAfterMs: null });
    const { id } = await world.inbox.send(conversation.id, 'Hello all');
    const message = await world.inbox.until(id, 'SENT');
    world.meta.behaveAsUsual();
    const wamid = must(message.whatsappId);
    const status = (name: string, member: typeof ann, changes: MetaObject = {}): MetaObject =>
      aStatus(wamid, name, {
        recipient_id: 'Y2FwaV9ncm91cA==',
        recipient_type: 'group',
        recipient_participant_id: member.wa_id,
        recipient_participant_user_id: member.user_id,
        ...changes,
      });
    const statuses = [
      status('delivered', ann, { timestamp: String(seconds) }),
      status('read', ann, { timestamp: String(seconds + 1) }),
      status('failed', bob, { timestamp: String(seconds + 2), errors: [{ code: 131026 }] }),
    ];
    await world.webhooks.receives({ statuses });
    await world.webhooks.receives({ statuses: [...statuses].reverse() });
    const shown = await stored(wamid);
    expect(shown.status).toBe('READ');
    expect(shown.participantStatuses).toMatchObject([
      { waId: ann.wa_id, whatsappUserId: ann.user_id, status: 'DELIVERED', failure: null },
      { waId: ann.wa_id, status: 'READ' },
      { waId: bob.wa_id, status: 'FAILED', failure: { code: 131026 } },
    ]);
  });

  it('what a member wrote goes when the member is erased, and nothing else', async () => {
    const group = aGroup();
    const eve = { profile: { name: 'Eve' }, wa_id: '491510000003', user_id: 'DE.1003' };
    const kept = await received(aTextMessage('kept', from(ann, group)), [ann]);
    const gone = await received(aTextMessage('gone', from(eve, group)), [eve]);
    await world.inbox.markRead(kept.conversation.id);
    const author = must(gone.author);
    if (author.__typename !== 'Contact') throw new Error('the author is no contact');
    const { eraseContact } = await world.admin.send(ERASE_MEMBER, { id: author.id });
    expect(eraseContact).toMatchObject({ errors: [], report: { messages: 1 } });
    expect(await world.countRows(`messages WHERE conversation_id = '${kept.conversation.id}'`)).toBe(1);
    expect((await world.inbox.read(kept.id)).text).toBe('kept');
  });
});
