import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  /** As it was sent, with its headers; the text decoded where it is quoted-printable or base64. */
  text: string;
}

/** A mail server that keeps what it is sent. */
export class MailSink {
  readonly mails: ReceivedMail[] = [];
  /** What it answers instead of taking an e-mail: a code of SMTP. */
  refusesWith: number | null = null;
  /** What it answers to every recipient. */
  refusesRecipientsWith: number | null = null;
  readonly server: SMTPServer;

  /** With a password, nobody else may send. */
  constructor(password?: string) {
    this.server = new SMTPServer({
      authOptional: password === undefined,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ password: given }, _session, done) => {
        if (given === password) done(null, { user: 'parley' });
        else done(refusal(535));
      },
      onRcptTo: (_address, _session, done) =>
        done(this.refusesRecipientsWith === null ? null : refusal(this.refusesRecipientsWith)),
      onData: (stream, { envelope }, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          if (this.refusesWith !== null) return done(refusal(this.refusesWith));
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address);
          this.mails.push({ from, to, ...read(Buffer.concat(parts).toString('utf8')) });
          done();
        });
      },
    });
  }

  /** The value of SMTP_URL, without user and password. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('Not now'), { responseCode });
}

function read(raw: string): { subject: string; messageId: string; text: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = new Map(
    head
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  return {
    subject: words(headers.get('subject') ?? ''),
    messageId: headers.get('message-id') ?? '',
    text: `${head}\n\n${body(rest.join('\r\n\r\n'), encoding)}`,
  };
}

function body(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quoted(text.replaceAll('=\r\n', '')) : text;
}

function quoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A header with encoded words (RFC 2047). */
function words(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : quoted(text.replaceAll('_', ' ')),
    );
}
