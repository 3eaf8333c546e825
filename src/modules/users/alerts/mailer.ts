import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../../../common/config/config.js';

const TIMEOUT_MS = 15_000;

/** Sends e-mails by SMTP_URL; without it there are none. */
@Injectable()
export class Mailer {
  private readonly transport: Transporter | null;
  private readonly from: string;

  constructor(config: Config) {
    const url = config.get('SMTP_URL');
    this.transport =
      url === null
        ? null
        : createTransport({
            url,
            connectionTimeout: TIMEOUT_MS,
            greetingTimeout: TIMEOUT_MS,
            socketTimeout: TIMEOUT_MS,
            disableFileAccess: true,
            disableUrlAccess: true,
          });
    this.from = config.get('MAIL_FROM') ?? `parley@${new URL(config.publicUrl).hostname}`;
  }

  get isSet(): boolean {
    return this.transport !== null;
  }

  /** @throws Error when the server could not be reached, or did not take it */
  async send(mail: { to: { name: string; address: string }; subject: string; text: string }): Promise<void> {
    if (this.transport === null) throw new Error('There is no SMTP_URL.');
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await this.transport.sendMail({ from: { name: 'Parley', address: this.from }, headers, ...mail });
  }
}
