import { pushOf } from './push-content.js';

const notification = {
  notificationId: 'n',
  title: 'Ada',
  body: 'Is anybody there?',
  conversationId: 'c',
  templateId: null,
  showsText: true,
};

describe('A push', () => {
  it('leads to the chat, to the template, or to the inbox', () => {
    expect(pushOf(notification)).toEqual({ id: 'n', title: 'Ada', body: 'Is anybody there?', path: '/inbox/all/c' });
    expect(pushOf({ ...notification, conversationId: null, templateId: 't' }).path).toBe('/templates/t');
    expect(pushOf({ ...notification, conversationId: null }).path).toBe('/inbox');
  });

  it('has no word of what was written where the person wants none', () => {
    expect(pushOf({ ...notification, showsText: false })).toMatchObject({ title: 'Ada', body: '' });
  });

  it('is no longer than push services take, and splits no character', () => {
    const push = pushOf({ ...notification, title: '🌵'.repeat(500), body: '🌵'.repeat(5_000) });
    expect(Buffer.byteLength(JSON.stringify(push))).toBeLessThan(3_000);
    expect(JSON.stringify(push)).not.toContain('\\u');
  });
});
