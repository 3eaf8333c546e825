/* eslint-disable @typescript-eslint/no-non-null-assertion -- not converted yet, see test/README.md */
import { Office } from '../support/legacy/office.js';
import { textMessage } from '../support/legacy/webhooks.js';

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, index) =>
    permutations(list.filter((_entry, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}

describe('Reactions, edits and deletions', () => {
  let office: Office;
  const now = Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    office = await Office.open();
  });
  afterAll(() => office.test.close());

  /** A text, two edits of it and what else speaks of it, each with Meta's time. */
  function story(from: string, number: number): Record<string, Record<string, unknown>> {
    const id = `wamid.story-${number}`;
    const at = (seconds: number): { from: string; timestamp: string } => ({
      from,
      timestamp: String(now - 100 + seconds),
    });
    const edit = (body: string, seconds: number) =>
      office.message({
        ...at(seconds),
        type: 'edit',
        edit: { original_message_id: id, message: { type: 'text', text: { body } } },
      });
    const reaction = (emoji: string | undefined, seconds: number) =>
      office.message({ ...at(seconds), type: 'reaction', reaction: { message_id: id, emoji } });
    return {
      text: textMessage('first', { ...at(0), id }),
      edited: edit('second', 10),
      editedAgain: edit('third', 20),
      liked: reaction('👍', 5),
      loved: reaction('❤️', 15),
      withdrawn: reaction(undefined, 16),
      revoked: office.message({ ...at(30), type: 'revoke', revoke: { original_message_id: id } }),
    };
  }

  it('end the same in whatever order, in whatever batches, and however often they come', async () => {
    let number = 0;
    for (const order of permutations(['text', 'edited', 'editedAgain', 'liked'] as const)) {
      number += 1;
      const from = `1650556${String(1_000 + number)}`;
      const told = story(from, number);
      const messages = order.map((name) => told[name]!);
      if (number % 3 === 0) await office.receives({ messages, contacts: [] });
      else for (const message of messages) await office.receives({ messages: [message], contacts: [] });
      await office.receives({ messages: [...messages].reverse(), contacts: [] });
      const shown = await office.messagesWith(from);
      expect(shown).toMatchObject([
        {
          text: 'third',
          editedAt: new Date((now - 80) * 1000).toISOString(),
          revokedAt: null,
          reactions: [{ emoji: '👍' }],
        },
      ]);
      expect(await office.conversationWith(from)).toMatchObject({ unreadCount: 1, lastMessage: { text: 'third' } });
    }
  }, 120_000);

  it('leave nothing of a message that was deleted, whatever came after or before', async () => {
    let number = 100;
    for (const order of permutations(['text', 'editedAgain', 'revoked'] as const)) {
      number += 1;
      const from = `1650556${String(1_000 + number)}`;
      const told = story(from, number);
      for (const name of order) await office.receives({ messages: [told[name]!], contacts: [] });
      const [shown, ...others] = await office.messagesWith(from);
      expect(others).toEqual([]);
      expect(shown).toMatchObject({ text: null, content: { systemKind: 'revoked' } });
      expect(shown.revokedAt).toBe(new Date((now - 70) * 1000).toISOString());
      const kept = await office.test.database.query(
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
    for (const name of ['text', 'loved', 'liked']) await office.receives({ messages: [told[name]!], contacts: [] });
    expect((await office.messagesWith(from))[0].reactions).toMatchObject([
      { emoji: '❤️', author: { __typename: 'Contact' } },
    ]);
    await office.receives({ messages: [told.withdrawn!], contacts: [] });
    expect((await office.messagesWith(from))[0].reactions).toEqual([]);
  });

  it('do not let a customer change what another one wrote', async () => {
    const told = story('16505562101', 210);
    await office.receives({ messages: [told.text!], contacts: [] });
    for (const name of ['edited', 'revoked'])
      await office.receives({ messages: [{ ...told[name]!, from: '16505562102' }], contacts: [] });
    expect(await office.messagesWith('16505562101')).toMatchObject([
      { text: 'first', editedAt: null, revokedAt: null },
    ]);
  });

  it('change what is written under a file, not the file', async () => {
    const customer = office.customer('16505562201', 'Edit');
    const file = office.file('image/jpeg', Buffer.from('jpeg'), { caption: 'befor' });
    const wamid = await office.writes(customer, { type: 'image', body: file });
    const message = { type: 'image', image: { ...file, caption: 'before' } };
    await office.writes(customer, { type: 'edit', body: { original_message_id: wamid, message } });
    const [shown] = await office.messagesWith('16505562201');
    expect(shown).toMatchObject({ text: 'before', content: { __typename: 'MediaContent', caption: 'before' } });
    expect(shown.editedAt).not.toBeNull();
  });

  it('are pushed as the message that they are about, and a reaction tells those who take part', async () => {
    const [olga, oscar] = [await office.hire('OPERATOR', 'Olga'), await office.hire('OPERATOR', 'Oscar')];
    await office.setNotifyUsers([olga]);
    const customer = office.customer('16505562301', 'Rita');
    const wamid = await office.writes(customer, 'Hello');
    const live = await office.watch(olga.client);
    await office.writes(customer, { type: 'reaction', body: { message_id: wamid, emoji: '🎉' } });
    await live.until(({ events }) => events.some((event) => event.notification !== undefined), 'the notification');
    expect(live.events.map((event) => event.message?.text ?? event.notification?.body ?? event.__typename)).toEqual([
      'Hello',
      'Reacted with 🎉',
    ]);
    expect(live.events[0].message.reactions).toEqual([{ emoji: '🎉' }]);
    await live.close();
    await office.setNotifyUsers([]);
    expect(await office.notificationsOf(oscar)).toEqual([]);
    expect(await office.conversationWith('16505562301', olga.client)).toMatchObject({ unreadCount: 1 });
  });

  it('go out as well: one of the company a message, replaced, taken back, and shown with it', async () => {
    const olga = await office.hire('OPERATOR', 'Olga the second');
    const customer = office.customer('16505562401', 'Gesa');
    const wamid = await office.writes(customer, 'Thank you!');
    const [message] = await office.messagesWith('16505562401');
    for (const emoji of ['👍', '👨‍👩‍👧‍👦', '❤']) {
      const answer = await office.react(olga.client, message.id, emoji);
      expect(answer.errors).toEqual([]);
      expect(answer.message.reactions).toMatchObject([{ emoji, author: { name: 'Olga the second' } }]);
    }
    expect((await office.react(olga.client, message.id, null)).message.reactions).toEqual([]);
    const got = await office.got(customer, 4);
    expect(got.map(({ type, body }) => [type, body])).toEqual(
      ['👍', '👨‍👩‍👧‍👦', '❤', ''].map((emoji) => ['reaction', { message_id: wamid, emoji }]),
    );
    expect(await office.messagesWith('16505562401')).toHaveLength(1);
    expect(await office.conversationWith('16505562401')).toMatchObject({
      participants: [{ user: { name: 'Olga the second' } }],
      lastMessage: { text: 'Thank you!' },
    });
    const failed = await office.test.database.query(
      `SELECT status FROM messages WHERE kind = 'REACTION' AND status = 'FAILED'`,
    );
    expect(failed).toEqual([]);
  });

  it('are refused where WhatsApp would refuse them', async () => {
    const olga = await office.hire('OPERATOR', 'Olga the third');
    const customer = office.customer('16505562501', 'Nora');
    await office.writes(customer, 'Hi');
    const [message] = await office.messagesWith('16505562501');
    for (const emoji of ['no', '👍👍', 'a👍', '1']) {
      expect((await office.react(olga.client, message.id, emoji)).errors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['emoji'] },
      ]);
    }
    const note = await olga.client.send(
      'mutation ($input: AddNoteInput!) { addNote(input: $input) { message { id } errors { code } } }',
      { input: { conversationId: (await office.conversationWith('16505562501')).id, body: 'internal' } },
    );
    expect((await office.react(olga.client, note.addNote.message.id, '👍')).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['messageId'] },
    ]);
    expect((await office.react(olga.client, 'nonsense', '👍')).errors).toMatchObject([
      { code: 'NOT_FOUND', path: ['messageId'] },
    ]);
    await office.later(25 * 3_600_000, olga);
    expect((await office.react(olga.client, message.id, '👍')).errors).toMatchObject([
      { code: 'WINDOW_CLOSED', path: ['messageId'] },
    ]);
  });
});
