import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { SECOND_MS } from '../../../common/durations.js';
import { errorName } from '../../../common/errors/error-name.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { alertMail } from '../domain/alerts/alert-mail.js';
import { AlertQueueService, type DueAlert } from './alert-queue.service.js';
import { Mailer } from './mailer.js';
import { PushDevicesService, type PushTarget } from './push-devices.service.js';
import { PushSender, type Push, type PushOutcome } from './push-sender.js';

const POLL_MS = 2 * SECOND_MS;
const MAX_BODY_LENGTH = 300;

/** Delivers alerts that are due: pushes to every browser of a person, and one e-mail of all that waits for them. */
@Injectable()
export class DeliverAlerts implements OnApplicationBootstrap {
  private readonly logger = new Logger(DeliverAlerts.name);

  constructor(
    private readonly config: Config,
    private readonly background: BackgroundWork,
    private readonly queue: AlertQueueService,
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
    const alerts = await this.queue.take('PUSH');
    const targets = await this.devices.targetsOf([...new Set(alerts.map(({ userId }) => userId))]);
    const isDone = await Promise.all(alerts.map((alert) => this.push(alert, targets.get(alert.userId) ?? [])));
    await this.queue.remove(
      'PUSH',
      alerts.filter((_, index) => isDone[index]).map(({ notificationId }) => notificationId),
    );
    return alerts.length > 0;
  }

  /** True when there may be more. */
  async deliverMails(): Promise<boolean> {
    const alerts = await this.queue.take('EMAIL');
    const byPerson = new Map<string, DueAlert[]>();
    for (const alert of alerts) byPerson.set(alert.userId, [...(byPerson.get(alert.userId) ?? []), alert]);
    for (const ofPerson of byPerson.values()) await this.mail(ofPerson);
    return alerts.length > 0;
  }

  /** Whether it is done with: no device has to be asked again. */
  private async push(alert: DueAlert, targets: readonly PushTarget[]): Promise<boolean> {
    const outcomes = await Promise.all(
      targets.map(async (target): Promise<PushOutcome> => {
        const outcome = await this.pushes.send(target, pushOf(alert));
        if (outcome === 'GONE') await this.devices.forget(target.id);
        if (outcome === 'REFUSED') this.logger.warn(`A push service refused notification ${alert.notificationId}.`);
        return outcome;
      }),
    );
    return !outcomes.includes('LATER');
  }

  private async mail(alerts: readonly DueAlert[]): Promise<void> {
    const [first] = alerts;
    if (first === undefined) return;
    const { userName: name, email: address, language } = first;
    const mail = alertMail(
      { name, language, publicUrl: this.config.publicUrl },
      alerts.map(({ title }) => title),
    );
    try {
      await this.mailer.send({ to: { name, address }, ...mail });
    } catch (error) {
      this.logger.warn(`An e-mail to user ${first.userId} was not sent: ${errorName(error)}`);
      return; // its alerts come again
    }
    await this.queue.remove(
      'EMAIL',
      alerts.map(({ notificationId }) => notificationId),
    );
  }
}

function pushOf({ notificationId, title, body, conversationId, templateId }: DueAlert): Push {
  const path =
    conversationId !== null
      ? `/inbox/all/${conversationId}`
      : templateId !== null
        ? `/templates/${templateId}`
        : '/inbox';
  const isLong = body.length > MAX_BODY_LENGTH;
  return { id: notificationId, title, body: isLong ? `${body.slice(0, MAX_BODY_LENGTH)}…` : body, path };
}
