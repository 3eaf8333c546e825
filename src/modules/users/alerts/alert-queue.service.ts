import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { MINUTE_MS } from '../../../common/durations.js';
import type { AlertLanguage } from '../domain/alerts/alert-settings.js';
import { Mailer } from './mailer.js';

export type AlertChannel = 'PUSH' | 'EMAIL';

/** A notification of which somebody may have to be alerted. */
export interface Alertable {
  id: string;
  userId: string;
  reason: string;
}

/** An alert that is due, of a notification that is still unread. */
export interface DueAlert {
  notificationId: string;
  userId: string;
  title: string;
  body: string;
  conversationId: string | null;
  templateId: string | null;
  userName: string;
  email: string;
  language: AlertLanguage;
}

const BATCH_SIZE = 100;
const MAX_ATTEMPTS = 6;
/** So much time whoever sits before the console has to see it there. */
const PUSH_AFTER_SECONDS = 5;

/** The queue of alerts: rows in the database, taken under a lease, so that one that fails or whose process dies comes again. */
@Injectable()
export class AlertQueueService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
  ) {}

  /** Queues what those want who are notified, in the running transaction, with one statement however many. */
  async add(notifications: readonly Alertable[]): Promise<void> {
    const entry = rowset(
      'entry',
      { id: 'uuid', user_id: 'uuid', reason: 'text' },
      notifications.map(({ id, userId, reason }) => ({ id, user_id: userId, reason })),
      [this.clock.now(), this.mailer.isSet],
    );
    await this.database.run(
      `INSERT INTO alerts (notification_id, channel, user_id, due_at)
       SELECT entry.id, way.channel, entry.user_id, $1::timestamptz + way.wait
         FROM ${entry.sql} LEFT JOIN alert_settings AS chosen ON chosen.user_id = entry.user_id
              CROSS JOIN LATERAL (VALUES
                ('PUSH', interval '${PUSH_AFTER_SECONDS} seconds',
                 coalesce(chosen.is_push_on, true) AND EXISTS (SELECT FROM push_devices WHERE push_devices.user_id = entry.user_id)),
                ('EMAIL', make_interval(mins => chosen.email_after_minutes), $2::boolean AND coalesce(chosen.is_email_on, false))
              ) AS way (channel, wait, is_on)
        WHERE way.is_on AND (chosen.muted_reasons IS NULL OR NOT entry.reason = ANY (chosen.muted_reasons))`,
      entry.parameters,
    );
  }

  /** Takes those that are due, for as long as their next attempt is away. Whoever is told by e-mail is told of all that waits. */
  async take(channel: AlertChannel): Promise<DueAlert[]> {
    const now = this.clock.now();
    const taken = await this.database.query<{ notification_id: string }>(
      `WITH due AS (
         SELECT notification_id, user_id FROM alerts WHERE channel = $1 AND due_at <= $2 ORDER BY due_at LIMIT ${BATCH_SIZE}
            FOR UPDATE SKIP LOCKED)
       UPDATE alerts SET attempts = attempts + 1, due_at = $2::timestamptz + make_interval(mins => (2 ^ attempts)::int)
        WHERE channel = $1 AND (notification_id IN (SELECT notification_id FROM due)
           OR ($1 = 'EMAIL' AND user_id IN (SELECT user_id FROM due)))
       RETURNING notification_id`,
      [channel, now],
    );
    if (taken.length === 0) return [];
    const ids = taken.map(({ notification_id: id }) => id);
    const alerts = await this.database.query<DueAlert>(
      `SELECT notifications.id AS "notificationId", notifications.user_id AS "userId", title, body,
              conversation_id AS "conversationId", template_id AS "templateId", users.name AS "userName", email,
              coalesce(alert_settings.language, 'en') AS language
         FROM notifications JOIN users ON users.id = notifications.user_id AND is_active
              LEFT JOIN alert_settings ON alert_settings.user_id = users.id
        WHERE notifications.id = ANY($1) AND read_at IS NULL ORDER BY notifications.created_at, notifications.id`,
      [ids],
    );
    const wanted = new Set(alerts.map(({ notificationId }) => notificationId));
    await this.remove(
      channel,
      ids.filter((id) => !wanted.has(id)), // they were read meanwhile
    );
    return alerts;
  }

  /** They were delivered, or nobody has to know of them any more. */
  async remove(channel: AlertChannel, notificationIds: readonly string[]): Promise<void> {
    if (notificationIds.length === 0) return;
    await this.database.run('DELETE FROM alerts WHERE channel = $1 AND notification_id = ANY($2)', [
      channel,
      notificationIds,
    ]);
  }

  /** Gives up those that failed too often: some two hours. @returns how many */
  async giveUp(): Promise<number> {
    return this.database.run('DELETE FROM alerts WHERE attempts > $1 AND due_at <= $2', [
      MAX_ATTEMPTS,
      new Date(this.clock.now().getTime() + MINUTE_MS),
    ]);
  }
}
