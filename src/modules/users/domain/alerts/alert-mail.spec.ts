import { alertMail } from './alert-mail.js';
import { ALERT_LANGUAGES } from './alert-settings.js';

const to = { name: 'Ann', language: 'en', publicUrl: 'https://parley.example.com' } as const;

describe('An e-mail about what is unread', () => {
  it('names who wrote, each once, in one line each, and leads there', () => {
    const { subject, text } = alertMail(to, ['Ada', 'Bo\r\nBcc: x@example.com', 'Ada']);
    expect(subject).toBe('3 things wait for you in Parley');
    expect(text.split('\n').slice(0, 6)).toEqual([
      'Hello Ann,',
      '',
      'these wait for you:',
      '- Ada',
      '- Bo Bcc: x@example.com',
      'and 1 more',
    ]);
    expect(text).toContain('https://parley.example.com/inbox');
  });

  it('is no longer for many', () => {
    const titles = Array.from({ length: 300 }, (_, index) => `Customer ${index}`);
    const { text } = alertMail(to, titles);
    expect(text.split('\n').filter((line) => line.startsWith('- C'))).toHaveLength(20);
    expect(text).toContain('and 280 more');
  });

  it.each(ALERT_LANGUAGES)('is written in %s', (language) => {
    const one = alertMail({ ...to, language }, ['Ada']);
    const two = alertMail({ ...to, language }, ['Ada', 'Bo']);
    expect(one.subject).not.toBe(two.subject);
    expect(one.text).toContain('Ada');
  });
});
