import { graphql } from '../generated/gql.js';
import type { LiveEventFragment } from '../generated/graphql.js';
import { allOf, first, isA, must, only } from '../support/expectations.js';
import { aMessage, aTextMessage, type MetaObject } from '../support/factories/webhooks.js';
import { HOUR_MS } from '../support/world/test-clock.js';
import { TestWorld } from '../support/world/test-world.js';

const ADD_NOTE = graphql(`
  mutation AddNoteToReactTo($input: AddNoteInput!) { addNote(input: $input) { message { id } errors { code } } }
`);

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((head, index) =>
    permutations(list.filter((_entry, other) => other !== index)).map((rest) => [head, ...rest]),
  );
}

describe('Reactions, edits and deletions', () => {
  let world: TestWorld;
  const now = Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    world = await TestWorld.start();
  });
  afterAll(() => world.close());

  /** A text, two edits of it and what else speaks of it, each with Meta's time. */
  function story(from: string, number: number) {
    const id = `wamid.story-${number}`;
    const at = (seconds: number) => ({
      from,
      timestamp: String(now - 100 + seconds),
    });
    const edit = (body: string, seconds: number) =>
      aMessage({
        ...at(seconds),
        type: 'edit',
        edit: { original_message_id: id, message: { type: 'text', text: { body } } },
      });
    const reaction = (emoji: string | undefined, seconds: number) =>
      aMessage({ ...at(seconds), type: 'reaction', reaction: { message_id: id, emoji } });
    return {
      text: aTextMessage('first', { ...at(0), id }),
      edited: edit('second', 10),
      editedAgain: edit('third', 20),
      liked: reaction('👍', 5),
      loved: reaction('❤️', 15),
      withdrawn: reaction(undefined, 16),
      revoked: aMessage({ ...at(30), type: 'revoke', revoke: { original_message_id: id } }),
    };
  }

  /** One webhook for each, without names. */
  const receive = async (...messages: MetaObject[]) => {
    for (const message of messages) await world.webhooks.receives({ messages: [message], contacts: [] });
  };

  it('end the same in whatever order, in whatever batches, and however often they come', async () => {
    let number = 0;
    for (const order of permutations(['text', 'edited', 'editedAgain', 'liked'] as const)) {
      number += 1;
      const from = `1650556${String(1_000 + number)}`;
      const told = story(from, number);
      const messages = order.map((name) => told[name]);
      if (number % 3 === 0) await world.webhooks.receives({ messages, contacts: [] });
      else await receive(...messages);
      await world.webhooks.receives({ messages: [...messages].reverse(), contacts: [] });
      expect(await world.inbox.messagesWith(from)).toMatchObject([
        {
          text: 'third',
          editedAt: new Date((now - 80) * 1000).toISOString(),
          revokedAt: null,
          reactions: [{ emoji: '👍' }],
        },
      ]);
      expect(await world.inbox.conversationWith(from)).toMatchObject({
        unreadCount: 1,
        lastMessage: { text: 'third' },
      });
    }
  }, 120_000);

  it('leave nothing of a message that was deleted, whatever came after or before', async () => {
    let number = 100;
    for (const order of permutations(['text', 'editedAgain', 'revoked'] as const)) {
      number += 1;
      const from = `1650556${String(1_000 + number)}`;
      const told = story(from, number);
      await receive(...order.map((name) => told[name]));
      const shown = only(await world.inbox.messagesWith(from), 'message');
      expect(shown).toMatchObject({ text: null, content: { systemKind: 'revoked' } });
      expect(shown.revokedAt).toBe(new Date((now - 70) * 1000).toISOString());
      const kept = await world.database.query(
        `SELECT 1 FROM messages WHERE whatsapp_id = $1 AND (content::text LIKE '%first%' OR text LIKE '%first%' OR search_text LIKE '%first%')
         UNION ALL SELECT 1 FROM messages WHERE target_whatsapp_id = $1 AND content::text LIKE '%third%'`,
        [`wamid.story-${number}`],
      );
      expect(kept).toEqual([]);
    }
  });

  it('let the latest reaction count, and none after it was taken back', async () => {
    const from = '16505562001';
    const told = story(from, 200);
    await receive(told.text, told.loved, told.liked);
    expect(first(await world.inbox.messagesWith(from)).reactions).toMatchObject([
      { emoji: '❤️', author: { __typename: 'Contact' } },
    ]);
    await receive(told.withdrawn);
    expect(first(await world.inbox.messagesWith(from)).reactions).toEqual([]);
  });

  it('do not let a customer change what another one wrote', async () => {
    const told = story('16505562101', 210);
    await receive(told.text);
    for (const message of [told.edited, told.revoked]) await receive({ ...message, from: '16505562102' });
    expect(await world.inbox.messagesWith('16505562101')).toMatchObject([
      { text: 'first', editedAt: null, revokedAt: null },
    ]);
  });

  it('change what is written under a file, not the file', async () => {
    const customer = world.customers.named('Edit', '16505562201');
    const file = world.meta.file('image/jpeg', Buffer.from('jpeg'), { caption: 'befor' });
    const wamid = await world.customers.writes(customer, { type: 'image', body: file });
    const message = { type: 'image', image: { ...file, caption: 'before' } };
    await world.customers.writes(customer, { type: 'edit', body: { original_message_id: wamid, message } });
    const shown = first(await world.inbox.messagesWith('16505562201'));
    expect(shown).toMatchObject({ text: 'before', content: { __typename: 'MediaContent', caption: 'before' } });
    expect(shown.editedAt).not.toBeNull();
  });

  it('are pushed as the message that they are about, and a reaction tells those who take part', async () => {
    const [olga, oscar] = [
      await world.people.add('OPERATOR', { name: 'Olga' }),
      await world.people.add('OPERATOR', { name: 'Oscar' }),
    ];
    await world.accounts.setNotifyUsers([olga]);
    const customer = world.customers.named('Rita', '16505562301');
    const wamid = await world.customers.writes(customer, 'Hello');
    const live = await world.inbox.as(olga).watch();
    await world.customers.writes(customer, { type: 'reaction', body: { message_id: wamid, emoji: '🎉' } });
    await live.until(({ events }) => events.some(isA('NotificationAdded')), 'the notification');
    expect(live.events.map(wordsOf)).toEqual(['Hello', 'Reacted with 🎉']);
    expect(first(allOf(live.events, 'MessageChanged')).message.reactions).toEqual([{ emoji: '🎉' }]);
    await live.close();
    await world.accounts.setNotifyUsers([]);
    expect(await world.people.notificationsOf(oscar)).toEqual([]);
    expect(await world.inbox.as(olga).conversationWith('16505562301')).toMatchObject({ unreadCount: 1 });
  });

  it('go out as well: one of the company a message, replaced, taken back, and shown with it', async () => {
    const olga = await world.people.add('OPERATOR', { name: 'Olga the second' });
    const customer = world.customers.named('Gesa', '16505562401');
    const wamid = await world.customers.writes(customer, 'Thank you!');
    const message = first(await world.inbox.messagesWith('16505562401'));
    for (const emoji of ['👍', '👨‍👩‍👧‍👦', '❤']) {
      const answer = await world.inbox.as(olga).react(message.id, emoji);
      expect(answer.errors).toEqual([]);
      expect(must(answer.message).reactions).toMatchObject([{ emoji, author: { name: 'Olga the second' } }]);
    }
    expect((await world.inbox.as(olga).react(message.id, null)).message?.reactions).toEqual([]);
    const got = await world.customers.gets(customer, 4);
    expect(got.map(({ type, body }) => [type, body])).toEqual(
      ['👍', '👨‍👩‍👧‍👦', '❤', ''].map((emoji) => ['reaction', { message_id: wamid, emoji }]),
    );
    expect(await world.inbox.messagesWith('16505562401')).toHaveLength(1);
    expect(await world.inbox.conversationWith('16505562401')).toMatchObject({
      participants: [{ user: { name: 'Olga the second' } }],
      lastMessage: { text: 'Thank you!' },
    });
    expect(await world.countRows(`messages WHERE kind = 'REACTION' AND status = 'FAILED'`)).toBe(0);
  });

  it('are refused where WhatsApp would refuse them', async () => {
    const olga = await world.people.add('OPERATOR', { name: 'Olga the third' });
    const customer = world.customers.named('Nora', '16505562501');
    await world.customers.writes(customer, 'Hi');
    const message = first(await world.inbox.messagesWith('16505562501'));
    for (const emoji of ['no', '👍👍', 'a👍', '1']) {
      expect((await world.inbox.as(olga).react(message.id, emoji)).errors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['emoji'] },
      ]);
    }
    const { id: conversationId } = await world.inbox.conversationWith('16505562501');
    const { addNote } = await olga.client.send(ADD_NOTE, { input: { conversationId, body: 'internal' } });
    expect((await world.inbox.as(olga).react(must(addNote.message).id, '👍')).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['messageId'] },
    ]);
    expect((await world.inbox.as(olga).react('nonsense', '👍')).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['messageId'] },
    ]);
    await world.later(25 * HOUR_MS);
    expect((await world.inbox.as(olga).react(message.id, '👍')).errors).toMatchObject([
      { code: 'WINDOW_CLOSED', path: ['messageId'] },
    ]);
  });
});

function wordsOf(event: LiveEventFragment): string | null {
  if (event.__typename === 'MessageChanged') return event.message.text;
  return event.__typename === 'NotificationAdded' ? event.notification.body : event.__typename;
}
