import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';

interface SettledRow {
  id: string;
  account_id: string;
  conversation_id: string;
  broadcast_id?: string | null;
}

const LOOK_EVERY_MS = 2_000;
const AT_ONCE = 500;

/**
 * Looks after messages of which nobody knows whether Meta has them: those whose worker died become UNCONFIRMED; those
 * that nobody has told of for as long as UNCONFIRMED_RESEND_AFTER_SECONDS are sent once more, if that is set.
 */
@Injectable()
export class ReconcileUnconfirmedService implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({ name: ReconcileUnconfirmedService.name, work: () => this.settle(), pollMs: LOOK_EVERY_MS });
  }

  async settle(): Promise<boolean> {
    const lost = await this.giveUpOnLost();
    const resent = await this.sendOnceMore();
    return lost === AT_ONCE || resent === AT_ONCE;
  }

  /** Taken, and the lease has run out: the call may have been made. */
  private async giveUpOnLost(): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction(() =>
      this.change(
        `UPDATE messages SET status = 'UNCONFIRMED', unconfirmed_at = $1, lease_until = NULL
          WHERE id IN (SELECT id FROM messages WHERE status = 'SENDING' AND lease_until < $1 LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
         RETURNING id, account_id, conversation_id`,
        [now],
      ),
    );
  }

  /** Once, and never again: the second time a person decides. Its broadcast, if it has ended since, goes on for it. */
  private async sendOnceMore(): Promise<number> {
    const seconds = this.config.get('UNCONFIRMED_RESEND_AFTER_SECONDS');
    if (seconds === 0) return 0;
    const before = new Date(this.clock.now().getTime() - seconds * 1_000);
    return this.database.transaction(async () => {
      const count = await this.change(
        `UPDATE messages SET status = 'QUEUED', was_resent = true, next_attempt_at = NULL
          WHERE id IN (SELECT id FROM messages WHERE status = 'UNCONFIRMED' AND unconfirmed_at < $1 AND NOT was_resent
                          AND NOT EXISTS (SELECT FROM broadcasts WHERE broadcasts.id = broadcast_id AND broadcasts.status = 'CANCELLED')
                        LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
         RETURNING id, account_id, conversation_id, broadcast_id`,
        [before],
      );
      if (count > 0) await this.wakeUps.wakeAfterCommit('messages-queued');
      return count;
    });
  }

  private async change(sql: string, parameters: unknown[]): Promise<number> {
    const rows = await this.database.query<SettledRow>(sql, parameters);
    const broadcastIds = rows.flatMap((row) => row.broadcast_id ?? []);
    if (broadcastIds.length > 0) {
      await this.database.run(
        `UPDATE broadcasts SET status = 'RUNNING', finished_at = NULL WHERE id = ANY($1) AND status = 'FINISHED'`,
        [broadcastIds],
      );
    }
    for (const { id, account_id: accountId, conversation_id: conversationId } of rows) {
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId });
    }
    return rows.length;
  }
}
