import { ALERT_LANGUAGES } from '../alerts/alert-settings.js';
import { resetMail } from './reset-mail.js';

describe('An e-mail with the link to a new password', () => {
  it.each(ALERT_LANGUAGES)('has the link in a line of its own, in %s', (language) => {
    const { subject, text } = resetMail(
      { name: 'Ann\r\nBcc: x@example.com', language },
      'https://example.com/password#t',
    );
    expect(text.split('\n')).toContain('https://example.com/password#t');
    expect(text).toContain('Ann Bcc: x@example.com');
    expect(subject).toContain('Parley');
  });
});
