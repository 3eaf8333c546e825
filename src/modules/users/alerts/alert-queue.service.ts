import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { HOUR_MS, MINUTE_MS } from '../../../common/durations.js';
import type { Wording } from '../../../common/errors/wording.js';
import type { AlertChannel, AlertLanguage } from '../domain/alerts/alert-settings.js';
import type { PushedNotification } from '../domain/alerts/push-content.js';
import { Mailer } from '../mail/mailer.js';
import { ReasonTexts } from './reason-texts.js';

/** A notification of which somebody may have to be alerted. */
export interface Alertable {
  id: string;
  userId: string;
  accountId: string;
  reason: string;
}

/** An alert that is due, of a notification that is still unread. */
export interface DueAlert extends PushedNotification {
  userId: string;
  userName: string;
  email: string;
  language: AlertLanguage;
  titleWording: Wording | null;
  bodyWording: Wording | null;
  /** Devices that have it already. */
  reachedDeviceIds: string[];
}

const PUSHES_AT_ONCE = 50;
const PEOPLE_AT_ONCE = 10;
/** So much time whoever sits before the console has to see it there. */
const PUSH_AFTER_SECONDS = 5;
/** Longer than the slowest attempt: a process that dies leaves its alerts to the others after it. */
const LEASE_MS = 3 * MINUTE_MS;
/** No alert is due later after it was written; one that is was written before the clock was set back. */
const MAX_WAIT_MS = 25 * HOUR_MS;
const MAX_BACKOFF_MINUTES = 30;

/** SQL: nobody works on it, at the time $2. */
function isFree(leaseUntil: string): string {
  return `(${leaseUntil} IS NULL OR ${isDueSql(leaseUntil, '$2', LEASE_MS)})`;
}

/** SQL: nobody writes of `alerts` to their person, at the time $2. */
const NOBODY_IS_WRITING = `NOT EXISTS (
  SELECT FROM alerts AS claimed
   WHERE claimed.user_id = alerts.user_id AND claimed.channel = $1 AND NOT ${isFree('claimed.lease_until')})`;

/** Queue of alerts: rows in the database, claimed for as long as a lease lasts, so that one that fails or whose process dies comes again. */
@Injectable()
export class AlertQueueService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly texts: ReasonTexts,
  ) {}

  /** Queues what those want who are notified, in the running transaction, with one statement however many. */
  async add(notifications: readonly Alertable[]): Promise<void> {
    const entry = rowset(
      'entry',
      { id: 'uuid', user_id: 'uuid', account_id: 'uuid', reason: 'text' },
      notifications.map(({ id, userId, accountId, reason }) => ({
        id,
        user_id: userId,
        account_id: accountId,
        reason,
      })),
      [this.clock.now(), this.mailer.isSet],
    );
    await this.database.run(
      `INSERT INTO alerts (notification_id, channel, user_id, due_at, gives_up_at)
       SELECT entry.id, way.channel, entry.user_id, $1::timestamptz + way.wait, $1::timestamptz + way.wait + way.patience
         FROM ${entry.sql} LEFT JOIN alert_settings AS chosen ON chosen.user_id = entry.user_id
              CROSS JOIN LATERAL (VALUES
                ('PUSH', interval '${PUSH_AFTER_SECONDS} seconds', interval '1 hour',
                 coalesce(chosen.is_push_on, true) AND EXISTS (SELECT FROM push_devices WHERE push_devices.user_id = entry.user_id)),
                ('EMAIL', make_interval(mins => chosen.email_after_minutes), interval '1 day',
                 $2::boolean AND coalesce(chosen.is_email_on, false))
              ) AS way (channel, wait, patience, is_on)
        WHERE way.is_on AND (chosen.muted_reasons IS NULL OR NOT entry.reason = ANY (chosen.muted_reasons))
          AND NOT EXISTS (SELECT FROM alert_muted_accounts AS muted
                           WHERE muted.user_id = entry.user_id AND muted.account_id = entry.account_id)`,
      entry.parameters,
    );
  }

  /** Claims pushes that are due. */
  async claimPushes(): Promise<DueAlert[]> {
    return this.claim(
      'PUSH',
      `SELECT notification_id FROM alerts WHERE channel = $1 AND ${isDueSql('due_at', '$2', MAX_WAIT_MS)} AND ${isFree('lease_until')}
        ORDER BY due_at LIMIT ${PUSHES_AT_ONCE} FOR UPDATE SKIP LOCKED`,
    );
  }

  /**
   * Claims e-mails that are due, of a person with all else that waits for them: they get one. None of a person who is being
   * written to. The person is locked first, and looked at again then: two who claim at once would share what waits between them.
   */
  async claimMails(): Promise<DueAlert[]> {
    return this.database.transaction(async () => {
      const people = await this.database.query<{ id: string }>(
        `SELECT id FROM users WHERE id IN (
           SELECT user_id FROM alerts WHERE channel = $1 AND ${isDueSql('due_at', '$2', MAX_WAIT_MS)} AND ${NOBODY_IS_WRITING}
            GROUP BY user_id ORDER BY min(due_at) LIMIT ${PEOPLE_AT_ONCE})
          FOR NO KEY UPDATE SKIP LOCKED`,
        ['EMAIL', this.clock.now()],
      );
      if (people.length === 0) return [];
      return this.claim(
        'EMAIL',
        `SELECT notification_id FROM alerts WHERE channel = $1 AND user_id = ANY($4) AND ${NOBODY_IS_WRITING}`,
        [people.map(({ id }) => id)],
      );
    });
  }

  /** They were delivered, or nobody has to know of them any more. */
  async done(channel: AlertChannel, notificationIds: readonly string[]): Promise<void> {
    if (notificationIds.length === 0) return;
    await this.database.run('DELETE FROM alerts WHERE channel = $1 AND notification_id = ANY($2)', [
      channel,
      notificationIds,
    ]);
  }

  /** They come again, a minute later the first time and half an hour in the end; these devices have them already. */
  async retryLater(
    channel: AlertChannel,
    notificationIds: readonly string[],
    reachedDeviceIds: readonly string[] = [],
  ): Promise<void> {
    await this.database.run(
      `UPDATE alerts SET lease_until = NULL, reached_device_ids = reached_device_ids || $4::uuid[],
              due_at = $3::timestamptz + make_interval(mins => least(2 ^ least(attempts - 1, 10), ${MAX_BACKOFF_MINUTES})::int)
        WHERE channel = $1 AND notification_id = ANY($2)`,
      [channel, notificationIds, this.clock.now(), reachedDeviceIds],
    );
  }

  /** Gives up those that could not be delivered for too long: pushes after an hour, e-mails after a day. @returns how many */
  async giveUp(): Promise<number> {
    return this.database.run('DELETE FROM alerts WHERE gives_up_at <= $1', [this.clock.now()]);
  }

  private async claim(channel: AlertChannel, free: string, parameters: readonly unknown[] = []): Promise<DueAlert[]> {
    const now = this.clock.now();
    const claimed = await this.database.query<{ id: string }>(
      `UPDATE alerts SET attempts = attempts + 1, lease_until = $3
        WHERE channel = $1 AND notification_id IN (${free}) RETURNING notification_id AS id`,
      [channel, now, new Date(now.getTime() + LEASE_MS), ...parameters],
    );
    if (claimed.length === 0) return [];
    const ids = claimed.map(({ id }) => id);
    const alerts = await this.wanted(channel, ids);
    const wanted = new Set(alerts.map(({ notificationId }) => notificationId));
    await this.done(
      channel,
      ids.filter((id) => !wanted.has(id)),
    );
    return alerts;
  }

  /** Without those that were read meanwhile, and of whoever is not to be told any more. */
  private async wanted(channel: AlertChannel, notificationIds: readonly string[]): Promise<DueAlert[]> {
    const alerts = await this.database.query<DueAlert>(
      `SELECT notifications.id AS "notificationId", notifications.user_id AS "userId", title, body,
              title_wording AS "titleWording", body_wording AS "bodyWording",
              conversation_id AS "conversationId", template_id AS "templateId", users.name AS "userName", email,
              coalesce(chosen.language, 'en') AS language, coalesce(chosen.shows_text, true) AS "showsText",
              reached_device_ids AS "reachedDeviceIds"
         FROM alerts JOIN notifications ON notifications.id = notification_id
              JOIN users ON users.id = notifications.user_id AND is_active
              LEFT JOIN alert_settings AS chosen ON chosen.user_id = users.id
        WHERE channel = $1 AND notification_id = ANY($2) AND read_at IS NULL
          AND CASE channel WHEN 'PUSH' THEN coalesce(is_push_on, true) ELSE coalesce(is_email_on, false) END
          AND (role = 'ADMIN' OR EXISTS (SELECT FROM user_accounts
                                          WHERE user_accounts.user_id = users.id AND account_id = notifications.account_id))
        ORDER BY notifications.created_at, notifications.id`,
      [channel, notificationIds],
    );
    return alerts.map((alert) => this.inTheirLanguage(alert));
  }

  private inTheirLanguage(alert: DueAlert): DueAlert {
    const { title, titleWording, body, bodyWording, language } = alert;
    return {
      ...alert,
      title: this.texts.say(title, titleWording, language),
      body: this.texts.say(body, bodyWording, language),
    };
  }
}
