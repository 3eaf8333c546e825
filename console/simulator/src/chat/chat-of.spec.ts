import type { SimMessage } from '../../../../src/simulator/control-api';
import { chatOf, unreadIn } from './chat-of';

const message = (wamid: string, changes: Partial<SimMessage>): SimMessage => ({
  ...{ wamid, phoneId: 'P', customerUserId: 'U', direction: 'IN', type: 'text', text: wamid, body: { body: wamid } },
  ...{ at: 0, status: 'sent', callbackData: null },
  ...changes,
});
const chat = (...messages: SimMessage[]) => chatOf(messages, 'P', 'U');

describe('A chat', () => {
  it('has the messages of one customer with one number', () => {
    const others = [message('b', { phoneId: 'Q' }), message('c', { customerUserId: 'V' })];
    expect(chat(message('a', {}), ...others).map(({ message: { wamid } }) => wamid)).toEqual(['a']);
  });

  it('has one reaction of each side at a message, and none that was taken back', () => {
    const react = (emoji: string, direction: 'IN' | 'OUT') =>
      message(`r${emoji}`, { type: 'reaction', direction, body: { message_id: 'a', emoji } });
    const [a] = chat(message('a', {}), react('👍', 'IN'), react('❤️', 'OUT'), react('🙏', 'IN'));
    expect(a?.reactions).toEqual([
      { emoji: '❤️', isOwn: false },
      { emoji: '🙏', isOwn: true },
    ]);
    expect(chat(message('a', {}), react('👍', 'IN'), react('', 'IN'))[0]?.reactions).toEqual([]);
  });

  it('shows what a message was edited to, and that one was deleted', () => {
    const change = { original_message_id: 'a', message: { type: 'text', text: { body: 'better' } } };
    const [a] = chat(
      message('a', {}),
      message('e', { type: 'edit', body: change }),
      message('d', { type: 'revoke', body: { original_message_id: 'a' } }),
    );
    expect(a).toMatchObject({ isEdited: true, isDeleted: true, message: { text: 'better', body: { body: 'better' } } });
  });

  it('knows what is quoted, and how many are unread', () => {
    const answer = message('b', { direction: 'OUT', quotes: 'a', status: 'delivered' });
    const found = chat(message('a', {}), answer);
    expect(found[1]?.quoted?.wamid).toBe('a');
    expect(unreadIn(found)).toBe(1);
  });
});
