import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { AuditService, detail } from '../users/audit/audit.service.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import { DeliveryQueue } from './deliveries/delivery-queue.service.js';
import type { EndpointStatus } from './webhook-endpoint.entity.js';
import { because, type Because } from '../../common/errors/because.js';
import { wordingJson } from '../../common/errors/wording.js';

/** Standing of endpoints: pauses and disables them, and tells the administrators; by hand and by itself. In the running transaction. */
@Injectable()
export class EndpointStanding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly notifications: NotificationsService,
    private readonly queue: DeliveryQueue,
  ) {}

  /** It has accepted nothing for three days. What waits for it, and what comes, is kept. */
  async pauseFailing(id: string, accountId: string | null, since: Date, why: Because): Promise<void> {
    const reason = because('ENDPOINT_ACCEPTED_NOTHING', { since: since.toISOString(), why });
    await this.stop(id, 'PAUSED', accountId, reason);
  }

  /** It has answered 410 Gone: nobody wants anything there any more. */
  async disableGone(id: string, accountId: string | null): Promise<void> {
    await this.stop(id, 'DISABLED', accountId, because('ENDPOINT_GONE'));
  }

  /** By a person: until somebody resumes it. */
  async pauseByHand(id: string): Promise<void> {
    await this.write(id, 'PAUSED', null);
  }

  async resume(id: string): Promise<void> {
    await this.write(id, 'ACTIVE', null);
    await this.queue.beginAnew(id);
  }

  /** What has failed says nothing any more, its address or its secret being another: all that waits is tried at once, for three days anew. */
  async beginAnew(id: string): Promise<void> {
    await this.database.run(
      'UPDATE webhook_endpoints SET failing_since = NULL, failure_count = 0, last_error = NULL, last_error_wording = NULL, blocked_until = NULL WHERE id = $1',
      [id],
    );
    await this.queue.beginAnew(id);
  }

  private async stop(id: string, status: 'PAUSED' | 'DISABLED', accountId: string | null, why: Because): Promise<void> {
    const [stopped] = await this.write(id, status, why);
    if (stopped === undefined) return;
    const subject = { type: 'WEBHOOK_ENDPOINT' as const, id, name: stopped.url };
    await this.audit.record(
      { kind: 'SYSTEM' },
      { action: 'WEBHOOK_ENDPOINT_PAUSED', subject, details: [detail('reason', why.message)] },
    );
    if (accountId === null) return;
    const { host } = new URL(stopped.url);
    await this.notifications.notifyAdmins({
      accountId,
      reason: 'WEBHOOK_ENDPOINT_PAUSED',
      title:
        status === 'PAUSED'
          ? because('NOTICE_ENDPOINT_PAUSED', { host })
          : because('NOTICE_ENDPOINT_DISABLED', { host }),
      body: because('NOTICE_ENDPOINT_RESUME', { why }),
    });
  }

  /** Once: an endpoint that is not active stays as it is, unless it is made active. */
  private async write(id: string, status: EndpointStatus, why: Because | null): Promise<{ url: string }[]> {
    return this.database.query<{ url: string }>(
      `UPDATE webhook_endpoints SET status = $2, status_reason = $3, status_reason_wording = $5, status_changed_at = $4, blocked_until = NULL,
              failing_since = CASE WHEN $2 = 'ACTIVE' THEN NULL ELSE failing_since END,
              failure_count = CASE WHEN $2 = 'ACTIVE' THEN 0 ELSE failure_count END
        WHERE id = $1 AND ($2 = 'ACTIVE') <> (status = 'ACTIVE') RETURNING url`,
      [id, status, why?.message ?? null, this.clock.now(), wordingJson(why)],
    );
  }
}
