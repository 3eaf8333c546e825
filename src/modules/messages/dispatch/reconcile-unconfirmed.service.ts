import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Clock } from '../../../common/clock/clock.js';
import { SECOND_MS } from '../../../common/durations.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';

interface ReconciledRow {
  id: string;
  account_id: string;
  conversation_id: string;
  broadcast_id: string | null;
}

/** Called with the broadcasts of which messages are QUEUED again, in the transaction in which they become so. */
export type ResendObserver = (broadcastIds: readonly string[]) => Promise<void>;

const POLL_MS = 2_000;
const BATCH_SIZE = 500;
const COLUMNS = 'id, account_id, conversation_id, broadcast_id';

/**
 * Reconciles messages of which nobody knows whether Meta has them: those whose worker has gone become UNCONFIRMED; those
 * of which Meta reports nothing for UNCONFIRMED_RESEND_AFTER_SECONDS are sent once more, if that is set.
 */
@Injectable()
export class ReconcileUnconfirmedService implements OnApplicationBootstrap {
  private readonly observers: ResendObserver[] = [];

  constructor(
    private readonly background: BackgroundWork,
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
  ) {}

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

  private async reconcile(): Promise<boolean> {
    const expired = await this.recordExpiredLeases();
    const resent = await this.resend();
    return expired === BATCH_SIZE || resent === BATCH_SIZE;
  }

  /** Claimed, and the lease has expired: the call may have been made. */
  private async recordExpiredLeases(): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<ReconciledRow>(
        `UPDATE messages SET status = 'UNCONFIRMED', unconfirmed_at = $1, lease_until = NULL
          WHERE id IN (SELECT id FROM messages WHERE status = 'SENDING' AND lease_until < $1 LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)
         RETURNING ${COLUMNS}`,
        [this.clock.now()],
      );
      this.publish(rows);
      return rows.length;
    });
  }

  /**
   * Once, and never again: the second time a person decides. The statement reads which broadcasts are cancelled, because
   * what is left of them would else be found, and left out, at every look.
   */
  private async resend(): Promise<number> {
    const seconds = this.config.get('UNCONFIRMED_RESEND_AFTER_SECONDS');
    if (seconds === 0) return 0;
    const before = new Date(this.clock.now().getTime() - seconds * SECOND_MS);
    return this.database.transaction(async () => {
      const rows = await this.database.query<ReconciledRow>(
        `UPDATE messages SET status = 'QUEUED', was_resent = true, next_attempt_at = NULL
          WHERE id IN (SELECT id FROM messages WHERE status = 'UNCONFIRMED' AND unconfirmed_at < $1 AND NOT was_resent
                          AND NOT EXISTS (SELECT FROM broadcasts WHERE broadcasts.id = broadcast_id AND broadcasts.status = 'CANCELLED')
                        LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)
         RETURNING ${COLUMNS}`,
        [before],
      );
      if (rows.length === 0) return 0;
      const broadcastIds = [...new Set(rows.flatMap((row) => row.broadcast_id ?? []))];
      if (broadcastIds.length > 0) for (const observe of this.observers) await observe(broadcastIds);
      this.publish(rows);
      await this.wakeUps.wakeAfterCommit('messages-queued');
      return rows.length;
    });
  }

  private publish(rows: readonly ReconciledRow[]): void {
    for (const { id, account_id: accountId, conversation_id: conversationId } of rows) {
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId });
    }
  }
}
