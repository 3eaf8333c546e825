import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { UnbrokenTime } from '../../../common/clock/unbroken-time.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { longestLeaseMs } from '../../../common/jobs/claims.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { LEASE_SECONDS } from './claim-statements.js';
import { OutgoingJobsService } from './outgoing-jobs.service.js';

interface ReconciledRow {
  id: string;
  account_id: string;
  conversation_id: string;
  broadcast_id: string | null;
}

/** Meta has answered with an error of its own: if that was sent all the same, a status has said so long since. */
const ANSWERED_RESEND_MS = 15 * MINUTE_MS;
const NEVER = new Date(0);
/** Long enough for a status, longer where Meta gave no answer at all. */
const HAS_WAITED = 'unconfirmed_at < CASE WHEN refused_code IS NULL THEN $1::timestamptz ELSE $3 END';

/** Called with the broadcasts of which messages are QUEUED again, in the transaction in which they become so. */
export type ResendObserver = (broadcastIds: readonly string[]) => Promise<void>;
/** Tells the accounts of which statuses may have come that nobody has read yet. */
export type UnreadStatuses = () => Promise<readonly string[]>;

const POLL_MS = 2_000;
/** What Meta refuses later than this after it was accepted is old news for the customer: a person decides. */
const MAX_RESEND_AGE_MS = HOUR_MS;
const BATCH_SIZE = 500;
const COLUMNS = 'id, account_id, conversation_id, broadcast_id';

/**
 * Reconciles messages of which nobody knows whether Meta has them: those whose worker has gone become UNCONFIRMED; those
 * of which Meta reports nothing are sent once more: after UNCONFIRMED_RESEND_AFTER_SECONDS, if that is set; after a quarter of
 * an hour at the latest, if Meta had answered with an error of its own (131000 and the like). Only silence that this process
 * listened to counts: after a start, an outage of the database or a clock that was set the wait begins anew, and an account
 * of which webhooks wait to be processed waits too.
 */
@Injectable()
export class ReconcileUnconfirmedService implements OnApplicationBootstrap {
  private readonly observers: ResendObserver[] = [];
  private readonly listening: UnbrokenTime;
  private unreadStatuses: UnreadStatuses = async () => [];

  constructor(
    private readonly background: BackgroundWork,
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly jobs: OutgoingJobsService,
  ) {
    this.listening = new UnbrokenTime(clock);
  }

  onApplicationBootstrap(): void {
    this.background.start({
      name: ReconcileUnconfirmedService.name,
      work: () => this.reconcile(),
      pollMs: POLL_MS,
    });
  }

  /** Observers are registered while modules start (onModuleInit). */
  observeResends(observer: ResendObserver): void {
    this.observers.push(observer);
  }

  /** Whoever takes webhooks registers, while modules start (onModuleInit), what it has not read yet. */
  askForUnreadStatuses(unreadStatuses: UnreadStatuses): void {
    this.unreadStatuses = unreadStatuses;
  }

  /**
   * Queues messages once more that Meta accepted and then refused for what was not their own trouble: surely not delivered.
   * Within an hour of being accepted, and not of a broadcast that was cancelled. In the caller's transaction.
   */
  async resendRefused(messageIds: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const rows = await this.database.query<ReconciledRow>(
      `WITH refused AS (
         UPDATE messages SET status = 'QUEUED', superseded_whatsapp_id = whatsapp_id, whatsapp_id = NULL,
                accepted_at = NULL, sent_at = NULL, failed_at = NULL
          WHERE id = ANY($1) AND status = 'FAILED' AND origin = 'PARLEY' AND accepted_at > $3
            AND NOT EXISTS (SELECT FROM broadcasts WHERE broadcasts.id = broadcast_id AND broadcasts.status = 'CANCELLED')
         RETURNING ${COLUMNS}, business_phone_number_id, position, failure),
       jobs AS (
         INSERT INTO outgoing_jobs (message_id, business_phone_number_id, conversation_id, broadcast_id, position, state, next_attempt_at, refused_code)
         SELECT id, business_phone_number_id, conversation_id, broadcast_id, position, 'QUEUED', $2, (failure->>'code')::integer FROM refused)
       SELECT ${COLUMNS} FROM refused`,
      [messageIds, now, new Date(now.getTime() - MAX_RESEND_AGE_MS)],
    );
    if (rows.length > 0) await this.release(rows);
  }

  private async reconcile(): Promise<boolean> {
    try {
      const expired = await this.recordExpiredLeases();
      await this.beginWaitsAnew();
      const resent = await this.resend(this.listening.look());
      return expired === BATCH_SIZE || resent === BATCH_SIZE;
    } catch (error) {
      this.listening.break();
      throw error;
    }
  }

  /** Claimed, and the lease has expired: the call may have been made. */
  private async recordExpiredLeases(): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<ReconciledRow & { was_resent: boolean }>(
        `WITH expired AS (
           UPDATE outgoing_jobs SET state = 'UNCONFIRMED', unconfirmed_at = $1, lease_until = NULL, refused_code = NULL
            WHERE message_id IN (SELECT message_id FROM outgoing_jobs WHERE state = 'SENDING' AND ${isDueSql('lease_until', '$1', longestLeaseMs(LEASE_SECONDS))}
                                  LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)
           RETURNING message_id)
         UPDATE messages SET status = 'UNCONFIRMED', failure = NULL FROM expired WHERE id = message_id AND status = 'SENDING'
         RETURNING ${COLUMNS}, was_resent`,
        [this.clock.now()],
      );
      await this.jobs.end(rows.filter((row) => row.was_resent).map(({ id }) => id)); // a person decides
      this.publish(rows);
      return rows.length;
    });
  }

  /** The clock was set back: how long they have waited is not known, so they wait from now. Sent at once, some would arrive twice. */
  private async beginWaitsAnew(): Promise<void> {
    await this.database.run(
      `UPDATE outgoing_jobs SET unconfirmed_at = $1 WHERE state = 'UNCONFIRMED' AND unconfirmed_at > $1::timestamptz + interval '1 minute'`,
      [this.clock.now()],
    );
  }

  /**
   * Once, and never again: the second time a person decides. The statement reads which broadcasts are cancelled, because
   * what is left of them would else be found, and left out, at every look.
   */
  private async resend(listenedMs: number): Promise<number> {
    const silentMs = this.config.get('UNCONFIRMED_RESEND_AFTER_SECONDS') * SECOND_MS;
    const answeredMs = silentMs === 0 ? ANSWERED_RESEND_MS : Math.min(silentMs, ANSWERED_RESEND_MS);
    if (listenedMs < answeredMs) return 0;
    const now = this.clock.now();
    const before = (waitMs: number): Date => new Date(now.getTime() - waitMs);
    const silent = silentMs === 0 || listenedMs < silentMs ? NEVER : before(silentMs);
    const unread = await this.unreadStatuses();
    return this.database.transaction(async () => {
      const rows = await this.database.query<ReconciledRow>(
        `WITH resent AS (
           UPDATE outgoing_jobs SET state = 'QUEUED', next_attempt_at = $2
            WHERE message_id IN (SELECT message_id FROM outgoing_jobs job JOIN messages ON id = message_id
                                  WHERE state = 'UNCONFIRMED' AND ${HAS_WAITED} AND account_id <> ALL($4::uuid[])
                                    AND NOT EXISTS (SELECT FROM broadcasts WHERE broadcasts.id = job.broadcast_id AND broadcasts.status = 'CANCELLED')
                                  LIMIT ${BATCH_SIZE} FOR UPDATE OF job SKIP LOCKED)
           RETURNING message_id)
         UPDATE messages SET status = 'QUEUED', was_resent = true FROM resent WHERE id = message_id AND status = 'UNCONFIRMED'
         RETURNING ${COLUMNS}`,
        [silent, now, before(answeredMs), unread],
      );
      if (rows.length === 0) return 0;
      await this.release(rows);
      return rows.length;
    });
  }

  private async release(rows: readonly ReconciledRow[]): Promise<void> {
    const broadcastIds = [...new Set(rows.flatMap((row) => row.broadcast_id ?? []))];
    if (broadcastIds.length > 0) for (const observe of this.observers) await observe(broadcastIds);
    this.publish(rows);
    await this.wakeUps.wakeAfterCommit('messages-queued');
  }

  private publish(rows: readonly ReconciledRow[]): void {
    for (const { id, account_id: accountId, conversation_id: conversationId } of rows) {
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId, change: 'STATUS' });
    }
  }
}
