import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { SECOND_MS } from '../../../common/durations.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import { alertMail } from '../domain/alerts/alert-mail.js';
import { mailTrouble, type MailFailure } from '../domain/alerts/alert-problems.js';
import { pushOf } from '../domain/alerts/push-content.js';
import { Mailer } from '../mail/mailer.js';
import { AlertProblemsService } from './alert-problems.service.js';
import { AlertQueueService, type DueAlert } from './alert-queue.service.js';
import { PushDevicesService, type PushTarget } from './push-devices.service.js';
import { PushKeysService, type PushKeys } from './push-keys.service.js';
import { PushSender } from './push-sender.js';

const POLL_MS = 2 * SECOND_MS;

/** Delivers alerts that are due: pushes to every browser of a person, and one e-mail of all that waits for them. */
@Injectable()
export class DeliverAlerts implements OnApplicationBootstrap {
  private readonly logger = new Logger(DeliverAlerts.name);

  constructor(
    private readonly config: Config,
    private readonly background: BackgroundWork,
    private readonly queue: AlertQueueService,
    private readonly problems: AlertProblemsService,
    private readonly keys: PushKeysService,
    private readonly devices: PushDevicesService,
    private readonly pushes: PushSender,
    private readonly mailer: Mailer,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({ name: 'DeliverPushes', work: () => this.deliverPushes(), pollMs: POLL_MS });
    if (!this.mailer.isSet) return;
    this.background.start({ name: 'DeliverMails', work: () => this.deliverMails(), pollMs: POLL_MS });
  }

  /** True when there may be more. */
  async deliverPushes(): Promise<boolean> {
    const abandoned = await this.queue.giveUp();
    if (abandoned > 0) this.logger.warn(`${abandoned} alerts could not be delivered and were given up.`);
    const alerts = await this.queue.claimPushes();
    if (alerts.length === 0) return false;
    const keys = await this.keys.current();
    const targets = await this.devices.targetsOf([...new Set(alerts.map(({ userId }) => userId))], keys.publicKey);
    await Promise.all(alerts.map((alert) => this.push(alert, targets.get(alert.userId) ?? [], keys)));
    return true;
  }

  /** True when there may be more. */
  async deliverMails(): Promise<boolean> {
    const alerts = await this.queue.claimMails();
    const byPerson = new Map<string, DueAlert[]>();
    for (const alert of alerts) byPerson.set(alert.userId, [...(byPerson.get(alert.userId) ?? []), alert]);
    await Promise.all([...byPerson.values()].map((ofPerson) => this.mail(ofPerson)));
    return alerts.length > 0;
  }

  private async push(alert: DueAlert, targets: readonly PushTarget[], keys: PushKeys): Promise<void> {
    const { notificationId, userId } = alert;
    const open = targets.filter(({ id }) => !alert.reachedDeviceIds.includes(id));
    const outcomes = await Promise.all(open.map((target) => this.pushes.send(target, pushOf(alert), keys)));
    const reachedIds: string[] = [];
    for (const [index, { id }] of open.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'TAKEN') reachedIds.push(id);
      if (outcome?.kind === 'GONE') await this.devices.forget(id);
    }
    const trouble = outcomes.flatMap((outcome) => ('trouble' in outcome ? [outcome.trouble] : []))[0];
    if (trouble !== undefined) await this.problems.record(userId, 'PUSH', trouble);
    else if (reachedIds.length > 0) await this.problems.clear([userId], 'PUSH');
    if (outcomes.some(({ kind }) => kind === 'LATER'))
      await this.queue.retryLater('PUSH', [notificationId], reachedIds);
    else await this.queue.done('PUSH', [notificationId]);
  }

  private async mail(alerts: readonly DueAlert[]): Promise<void> {
    const [first] = alerts;
    if (first === undefined) return;
    const { userId, userName: name, email: address, language } = first;
    const ids = alerts.map(({ notificationId }) => notificationId);
    const mail = alertMail(
      { name, language, publicUrl: this.config.publicUrl },
      alerts.map(({ title }) => title),
    );
    try {
      await this.mailer.send({ to: { name, address }, id: `alert-${hashOf(ids)}`, ...mail });
    } catch (error) {
      const { isFinal, ...trouble } = mailTrouble(error as MailFailure);
      withLogFields({ userId }, () => this.logger.warn(`An e-mail was not sent. ${trouble.message}`));
      await this.problems.record(userId, 'EMAIL', trouble);
      await (isFinal ? this.queue.done('EMAIL', ids) : this.queue.retryLater('EMAIL', ids));
      return;
    }
    await this.queue.done('EMAIL', ids);
    await this.problems.clear([userId], 'EMAIL');
  }
}

/** The same for the same notifications: an e-mail that was taken by the mail server when this process died is one and the same when it is sent again. */
function hashOf(notificationIds: readonly string[]): string {
  return createHash('sha256').update(notificationIds.toSorted().join()).digest('hex').slice(0, 32);
}
