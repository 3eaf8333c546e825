import { mailHref, phoneHref } from './contact-links';

describe('What stands on a contact card', () => {
  it.each([
    ['+1 (940) 555-1234', 'tel:+19405551234'],
    ['0170/123 45 67', 'tel:01701234567'],
    [' 112 ', 'tel:112'],
  ])('calls a number: %s', (text, href) => {
    expect(phoneHref(text)).toBe(href);
  });

  it.each(['', '12', 'call me', '+49;phone-context=evil.example', '*#06#', 'javascript:1', '\u202e4321'])(
    'is no number: %s',
    (text) => {
      expect(phoneHref(text)).toBeNull();
    },
  );

  it('writes to an address', () => {
    expect(mailHref('ada@example.com')).toBe('mailto:ada@example.com');
    expect(mailHref('a+b%c@exämple.com')).toBe('mailto:a%2Bb%25c@ex%C3%A4mple.com');
  });

  it.each(['ada', 'ada@example.com?bcc=eve@evil.example', 'a@b,c@d', 'javascript:a@b', '<a@b>', 'a@b/../c'])(
    'is no address: %s',
    (text) => {
      expect(mailHref(text)).toBeNull();
    },
  );
});
