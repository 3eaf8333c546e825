import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../../../common/config/config.js';

const TIMEOUT_MS = 15_000;
/** What SMTP_URL says itself counts. */
const TIMEOUTS = {
  dnsTimeout: TIMEOUT_MS,
  connectionTimeout: TIMEOUT_MS,
  greetingTimeout: TIMEOUT_MS,
  socketTimeout: TIMEOUT_MS,
};

export interface Mail {
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** The same each time that it is sent: mail servers keep one of several with the same. Letters, digits and hyphens. */
  id?: string;
}

/** Sends e-mails by SMTP_URL; without it there are none. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter | null;
  private readonly from: string;
  private readonly host: string;

  constructor(config: Config) {
    const url = config.get('SMTP_URL');
    this.transport = url === null ? null : createTransport({ url, ...TIMEOUTS });
    this.host = new URL(config.publicUrl).hostname;
    this.from = config.get('MAIL_FROM') ?? `parley@${this.host}`;
  }

  get isSet(): boolean {
    return this.transport !== null;
  }

  /** @throws Error of nodemailer (see MailFailure) when the server could not be reached, or did not take it */
  async send({ id, ...mail }: Mail): Promise<void> {
    if (this.transport === null) throw new Error('There is no SMTP_URL.');
    await this.transport.sendMail({
      from: { name: 'Parley', address: this.from },
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...(id === undefined ? {} : { messageId: `<${id}@${this.host}>` }),
      ...mail,
    });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}
