import { createHash } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { errorName } from '../../../common/errors/error-name.js';
import type { ClientAddress } from '../../../common/http/client-address.js';
import type { RateLimit } from '../../../common/rate-limits/rate-limit.js';
import { rateLimited } from '../../../common/rate-limits/rate-limited.js';
import { RateLimits } from '../../../common/rate-limits/rate-limits.js';
import { Drain } from '../../../common/shutdown/drain.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import { AlertProblemsService } from '../alerts/alert-problems.service.js';
import { mailTrouble, type MailFailure } from '../domain/alerts/alert-problems.js';
import type { AlertLanguage } from '../domain/alerts/alert-settings.js';
import { resetMail } from '../domain/passwords/reset-mail.js';
import type { RequestOrigin } from '../domain/viewer.js';
import { Mailer } from '../mail/mailer.js';
import { PasswordResetsService } from './password-resets.service.js';
import { because } from '../../../common/errors/because.js';

const WINDOW_SECONDS = 3_600;
const MAX_OF_EMAIL = 3;
const MAX_FROM_ADDRESS = 20;
const TOO_MANY = 'Too many new passwords were asked for.';

/** Who asks for a new password, and in which language the page is that they see. */
export interface PasswordResetRequest {
  email: string;
  language: AlertLanguage | null;
}

interface Owner {
  id: string;
  name: string;
  email: string;
  language: AlertLanguage | null;
}

/**
 * Requests of people who have lost their password: the link goes to their e-mail. Whoever asks gets the same answer, as
 * soon, whether there is such a person or not: looking them up and sending come after it.
 */
@Injectable()
export class RequestPasswordResetService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(RequestPasswordResetService.name);
  private readonly ofEmail: RateLimit;
  private readonly fromAddress: RateLimit;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly drain: Drain,
    private readonly resets: PasswordResetsService,
    private readonly mailer: Mailer,
    private readonly problems: AlertProblemsService,
    limits: RateLimits,
  ) {
    const window = { windowSeconds: WINDOW_SECONDS, isKept: true };
    this.ofEmail = limits.limit({ name: 'reset-email', points: MAX_OF_EMAIL, ...window });
    this.fromAddress = limits.limit({ name: 'reset-address', points: MAX_FROM_ADDRESS, ...window });
  }

  /** Whether people can be sent a link at all. */
  get isPossible(): boolean {
    return this.mailer.isSet;
  }

  /** @throws DomainError (NOT_ALLOWED_NOW without SMTP_URL; RATE_LIMITED after 3 of an e-mail or 20 from an address within an hour) */
  async request(
    request: PasswordResetRequest,
    client: ClientAddress,
    origin: RequestOrigin | undefined,
  ): Promise<void> {
    if (!this.isPossible) throw notAllowedNow(because('NO_MAIL_FOR_RESET'), [], ['email']);
    await use(this.fromAddress, hashOf(client.address));
    await use(this.ofEmail, hashOf(request.email.normalize('NFKC').toLowerCase()));
    const sending = this.database.outsideTransaction(() => this.send(request, origin));
    this.underWay.add(sending);
    void sending.finally(() => this.underWay.delete(sending));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain.waitFor('Links to new passwords', Promise.all(this.underWay));
  }

  /** Never fails: nobody waits for it. */
  private async send({ email, language }: PasswordResetRequest, origin: RequestOrigin | undefined): Promise<void> {
    try {
      const owner = await this.ownerOf(email);
      if (owner === null) return;
      const { token } = await this.resets.issue({ kind: 'NOBODY', origin }, owner.id);
      const to = { name: owner.name, address: owner.email };
      const reader = { name: owner.name, language: owner.language ?? language ?? 'en' };
      await this.mail(owner.id, { to, ...resetMail(reader, `${this.config.publicUrl}/password#${token}`) });
    } catch (error) {
      this.logger.error(`A link to a new password was not made: ${errorName(error)}`);
    }
  }

  private async mail(userId: string, mail: Parameters<Mailer['send']>[0]): Promise<void> {
    try {
      await this.mailer.send(mail);
    } catch (error) {
      const trouble = mailTrouble(error as MailFailure);
      withLogFields({ userId }, () => this.logger.warn(`A link to a new password was not sent. ${trouble.message}`));
      await this.problems.record(userId, 'EMAIL', trouble);
    }
  }

  private async ownerOf(email: string): Promise<Owner | null> {
    const [owner] = await this.database.query<Owner>(
      `SELECT users.id, name, email, language FROM users LEFT JOIN alert_settings ON alert_settings.user_id = users.id
        WHERE lower(email) = lower($1) AND is_active AND has_password`,
      [email],
    );
    return owner ?? null;
  }
}

async function use(limit: RateLimit, key: string): Promise<void> {
  const { isExceeded, secondsLeft } = await limit.use(key);
  if (isExceeded) throw rateLimited(TOO_MANY, secondsLeft, ['email']);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
