import { asList, asUrl, secret, setting } from './setting.js';

/** How people are reached who are away. */
export const ALERT_SETTINGS = {
  SMTP_URL: secret(
    setting<string | null>(
      'Mail server for e-mails to colleagues who are away or have lost their password, with user and password where it asks for them. smtps: TLS from the start; smtp: STARTTLS where it is offered. Without it there are none.',
      'smtps://parley:secret@mail.example.com:465',
      null,
      asUrl('smtps:', 'smtp:'),
    ),
  ),
  MAIL_FROM: setting<string | null>(
    'Address that e-mails come from; without it parley@ and the host of PUBLIC_URL.',
    'parley@example.com',
    null,
    (text) => {
      if (!/^[^\s@<>]+@[^\s@<>]+$/.test(text)) throw new Error('must be an e-mail address');
      return text;
    },
  ),
  PUSH_SERVICES: setting(
    'Push services to which browsers may send this server, comma-separated, beside those of Chrome, Edge, Firefox and Safari.',
    'https://push.example.com',
    [] as string[],
    (text) => asList(text).map((entry) => new URL(asUrl('https:', 'http:')(entry)).origin),
  ),
};
