import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import type { RateLimit } from '../../../common/rate-limits/rate-limit.js';
import { rateLimited } from '../../../common/rate-limits/rate-limited.js';
import { RateLimits } from '../../../common/rate-limits/rate-limits.js';
import { testMail, type Reader } from '../domain/alerts/alert-mail.js';
import { mailTrouble, type AlertTrouble, type MailFailure } from '../domain/alerts/alert-problems.js';
import type { AlertChannel } from '../domain/alerts/alert-settings.js';
import type { UserViewer } from '../domain/viewer.js';
import { Mailer } from '../mail/mailer.js';
import { AlertProblemsService } from './alert-problems.service.js';
import type { AlertProblem } from './alert-settings.types.js';
import { PushDevicesService } from './push-devices.service.js';
import { PushKeysService } from './push-keys.service.js';
import { PushSender } from './push-sender.js';
import { because } from '../../../common/errors/because.js';

const MAX_TESTS = 5;
const WINDOW_SECONDS = 600;

/** Test alerts: a person tries whether they are reached, and learns at once what is wrong if not. */
@Injectable()
export class TestAlertService {
  private readonly limit: RateLimit;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly devices: PushDevicesService,
    private readonly keys: PushKeysService,
    private readonly pushes: PushSender,
    private readonly mailer: Mailer,
    private readonly problems: AlertProblemsService,
    limits: RateLimits,
  ) {
    this.limit = limits.limit({ name: 'test-alert', points: MAX_TESTS, windowSeconds: WINDOW_SECONDS });
  }

  /** @returns null: it was taken @throws DomainError (NOT_ALLOWED_NOW without devices or SMTP_URL, RATE_LIMITED) */
  async send(viewer: UserViewer, channel: AlertChannel): Promise<AlertProblem | null> {
    const { isExceeded, secondsLeft } = await this.limit.use(viewer.id);
    if (isExceeded) throw rateLimited('Too many tests.', secondsLeft, ['channel']);
    const trouble = await (channel === 'PUSH' ? this.push(viewer) : this.mail(viewer));
    if (trouble === null) {
      await this.problems.clear([viewer.id], channel);
      return null;
    }
    const now = this.clock.now();
    return { channel, code: trouble.code, message: trouble.message, since: now, lastAt: now, people: 1 };
  }

  private async push({ id }: UserViewer): Promise<AlertTrouble | null> {
    const keys = await this.keys.current();
    const targets = (await this.devices.targetsOf([id], keys.publicKey)).get(id) ?? [];
    if (targets.length === 0) throw notAllowedNow(because('NO_BROWSER_TO_PUSH'), [], ['channel']);
    const push = { id: newId(), title: 'Parley', body: testMail(await this.reader(id)).words, path: '/profile' };
    const outcomes = await Promise.all(targets.map((target) => this.pushes.send(target, push, keys)));
    for (const [index, { id: deviceId }] of targets.entries())
      if (outcomes[index]?.kind === 'GONE') await this.devices.forget(deviceId);
    return outcomes.flatMap((outcome) => ('trouble' in outcome ? [outcome.trouble] : []))[0] ?? null;
  }

  private async mail({ id }: UserViewer): Promise<AlertTrouble | null> {
    if (!this.mailer.isSet) throw notAllowedNow(because('NO_MAIL_SERVER'), [], ['channel']);
    const reader = await this.reader(id);
    const { subject, text } = testMail(reader);
    try {
      await this.mailer.send({ to: { name: reader.name, address: reader.email }, subject, text });
      return null;
    } catch (error) {
      const { code, message } = mailTrouble(error as MailFailure);
      return { code, message };
    }
  }

  private async reader(userId: string): Promise<Reader & { email: string }> {
    const [reader] = await this.database.query<Omit<Reader, 'publicUrl'> & { email: string }>(
      `SELECT name, email, coalesce(language, 'en') AS language
         FROM users LEFT JOIN alert_settings ON alert_settings.user_id = users.id WHERE users.id = $1`,
      [userId],
    );
    if (reader === undefined) throw new Error('The person is gone.');
    return { ...reader, publicUrl: this.config.publicUrl };
  }
}
