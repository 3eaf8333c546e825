import { graphql } from '../generated/gql.js';
import { eventually, must, only } from '../support/expectations.js';
import { aMessage, aTextMessage, type MetaObject } from '../support/factories/webhooks.js';
import { TestWorld } from '../support/world/test-world.js';

const EVERYTHING = graphql(`
  query EveryConversationWithMessages {
    conversations(first: 40) {
      nodes { lastMessage { text } messages(first: 5) { nodes { id text content { ...Content } raw } } }
    }
  }
`);

describe('Edits', () => {
  let world: TestWorld;
  let people = 0;
  const now = Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  const somebody = () => `1650557${String(1_000 + (people += 1))}`;

  function anEdit(from: string, target: string, message: MetaObject, changes: MetaObject = {}): MetaObject {
    return aMessage({ from, type: 'edit', edit: { original_message_id: target, message }, ...changes });
  }

  const receive = async (...messages: MetaObject[]) => {
    for (const message of messages) await world.webhooks.receives({ messages: [message], contacts: [] });
  };

  /** The chats of everybody can be read, and this is how the only message of one of them is shown. */
  async function shown(from: string) {
    const { conversations } = await world.admin.send(EVERYTHING);
    expect(conversations.nodes.length).toBe(people);
    return only(await world.inbox.messagesWith(from), 'message');
  }

  it('of something unknown are shown with caption and the file, which is fetched', async () => {
    const from = somebody();
    const image = { ...world.meta.file('image/jpeg', Buffer.from('new picture')), caption: 'new caption' };
    await receive(anEdit(from, 'wamid.GONE-1', { context: { id: 'M0' }, type: 'image', image }));
    const fetched = await eventually(
      () => shown(from),
      ({ content }) => content.__typename === 'MediaContent' && content.media.state === 'STORED',
    );
    expect(fetched).toMatchObject({ text: 'new caption', content: { caption: 'new caption', mediaKind: 'IMAGE' } });
  });

  it('of something unknown whose file Meta does not have are shown with the reason', async () => {
    const from = somebody();
    const errors = [{ code: 131052, title: 'Media download error', error_data: { details: 'Too large' } }];
    await receive(anEdit(from, 'wamid.GONE-2', { type: 'image', image: { caption: 'big' }, errors }));
    expect(await shown(from)).toMatchObject({
      text: 'big',
      content: { caption: 'big', media: { state: 'FAILED', error: 'Too large' } },
    });
  });

  it.each<[string, MetaObject, object]>([
    [
      'a kind that nobody knows',
      { type: 'hologram', hologram: { caption: 'floating' } },
      { text: 'floating', content: { unsupportedKind: 'hologram', raw: { hologram: { caption: 'floating' } } } },
    ],
    ['a picture without any file', { type: 'image', image: {} }, { content: { unsupportedKind: 'image' } }],
    ['no kind at all', {}, { content: { unsupportedKind: 'unknown' } }],
    [
      'a reaction',
      { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' } },
      { content: { unsupportedKind: 'reaction' } },
    ],
    [
      'a deletion',
      { type: 'revoke', revoke: { original_message_id: 'wamid.X' } },
      { content: { unsupportedKind: 'revoke' } },
    ],
    [
      'an edit',
      {
        type: 'edit',
        edit: {
          original_message_id: 'wamid.X',
          message: { type: 'edit', edit: { message: { type: 'text', text: { body: 'deep' } } } },
        },
      },
      { text: 'deep', content: { body: 'deep' } },
    ],
  ])('to %s can be read, whether what they change is known or not', async (_name, message, expected) => {
    const [stranger, known] = [somebody(), somebody()];
    await receive(anEdit(stranger, `wamid.GONE-${stranger}`, message));
    const text = aTextMessage('first', { from: known, timestamp: String(now - 60) });
    await receive(text, anEdit(known, String(text.id), message));
    expect(await shown(stranger)).toMatchObject(expected);
    const changed = await shown(known);
    expect(changed).toMatchObject(expected);
    expect(changed.editedAt).not.toBeNull();
  });

  it('of a text to a picture show the picture', async () => {
    const from = somebody();
    const text = aTextMessage('first', { from, timestamp: String(now - 60) });
    const image = { ...world.meta.file('image/jpeg', Buffer.from('picture')), caption: 'second' };
    await receive(text, anEdit(from, String(text.id), { type: 'image', image }));
    await eventually(
      () => shown(from),
      ({ content }) => content.__typename === 'MediaContent' && content.media.state === 'STORED',
    );
  });

  it('that come before their message leave its own file, and fetch no other', async () => {
    const from = somebody();
    const file = world.meta.file('image/jpeg', Buffer.from('the file'), { caption: 'before' });
    const original = aMessage({ from, type: 'image', image: file, timestamp: String(now - 60) });
    const edited = { type: 'image', image: { ...file, caption: 'after' } };
    await receive(anEdit(from, String(original.id), edited), original);
    await eventually(
      () => shown(from),
      ({ content }) => content.__typename === 'MediaContent' && content.media.state === 'STORED',
    );
    expect(await shown(from)).toMatchObject({ text: 'after', content: { caption: 'after' } });
    const again = aMessage({ from, type: 'image', image: file, timestamp: String(now - 50) });
    await receive(again, anEdit(from, String(again.id), edited));
    const files = await world.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM media JOIN messages ON messages.id = message_id
        WHERE messages.target_whatsapp_id = $1`,
      [again.id],
    );
    expect(files).toEqual([{ count: 0 }]);
  });

  it('that nobody understands leave what is written under a file', async () => {
    const from = somebody();
    const file = world.meta.file('image/jpeg', Buffer.from('kept'), { caption: 'kept' });
    const original = aMessage({ from, type: 'image', image: file, timestamp: String(now - 60) });
    await receive(original, anEdit(from, String(original.id), { type: 'hologram' }));
    expect(await shown(from)).toMatchObject({ text: 'kept', content: { caption: 'kept' } });
  });

  it('stored without their file by an earlier version are shown, with the reason', async () => {
    const from = somebody();
    await receive(anEdit(from, 'wamid.GONE-3', { type: 'image', image: { id: '77', caption: 'old' } }));
    await world.database.run(`DELETE FROM media WHERE message_id IN (SELECT id FROM messages WHERE text = 'old')`);
    expect(await shown(from)).toMatchObject({
      text: 'old',
      content: { media: { state: 'FAILED', error: expect.stringContaining('not here') as string } },
    });
  });

  it('and deletions of somebody else change nothing, and can be read', async () => {
    const [from, other] = [somebody(), somebody()];
    const text = aTextMessage('mine', { from, timestamp: String(now - 60) });
    const image = { ...world.meta.file('image/jpeg', Buffer.from('not mine')), caption: 'theirs' };
    await receive(text, anEdit(other, String(text.id), { type: 'image', image }));
    expect(await shown(from)).toMatchObject({ text: 'mine' });
    const [edit] = await world.database.query<{ id: string }>('SELECT id FROM messages WHERE target_whatsapp_id = $1', [
      text.id,
    ]);
    expect((await world.inbox.read(must(edit).id)).content).toMatchObject({ caption: 'theirs' });
  });
});
