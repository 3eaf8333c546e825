import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';

const SOONEST_PENDING_MS = 60_000;
const LATEST_PENDING_MS = 15 * 60_000;

/** Says when accounts are to be compared with Meta. */
@Injectable()
export class SyncScheduleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Every connected account, spread over `spreadMs`: each at its own place, the same on every process. */
  async makeAllDue(spreadMs: number): Promise<void> {
    await this.database.run(
      `INSERT INTO template_syncs (account_id, next_at)
       SELECT id, $1::timestamptz + (abs(hashtext(id::text)) % $2::integer) * interval '1 millisecond'
         FROM accounts WHERE archived_at IS NULL
       ON CONFLICT (account_id) DO UPDATE SET next_at = least(coalesce(template_syncs.next_at, excluded.next_at), excluded.next_at)`,
      [this.clock.now(), Math.max(1, Math.floor(spreadMs))],
    );
    await this.wakeUps.wakeAfterCommit('template-sync-due');
  }

  /** The whole account, as soon as may be: Meta spoke of a template that is not known here. */
  async makeDue(accountId: string, at: Date = this.clock.now()): Promise<void> {
    await this.set(accountId, 'next_at', at);
  }

  /** The templates that wait for Meta, in a while: the longer they wait, the more rarely. */
  async lookAtPending(accountId: string): Promise<void> {
    const [row] = await this.database.query<{ oldest: Date | null }>(
      `SELECT min(coalesce(submitted_at, updated_at)) AS oldest FROM templates
        WHERE account_id = $1 AND status IN ('PENDING', 'IN_APPEAL') AND remote_id IS NOT NULL`,
      [accountId],
    );
    const now = this.clock.now().getTime();
    if (row?.oldest == null) {
      await this.database.run('UPDATE template_syncs SET next_pending_at = NULL WHERE account_id = $1', [accountId]);
      return;
    }
    const waited = now - row.oldest.getTime();
    const pause = Math.min(LATEST_PENDING_MS, Math.max(SOONEST_PENDING_MS, waited / 4));
    await this.set(accountId, 'next_pending_at', new Date(now + pause));
  }

  /** Single templates of which something is to be read again, now. */
  async readSoon(accountId: string): Promise<void> {
    await this.set(accountId, 'next_pending_at', this.clock.now());
  }

  private async set(accountId: string, column: 'next_at' | 'next_pending_at', at: Date): Promise<void> {
    await this.database.run(
      `INSERT INTO template_syncs (account_id, ${column}) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET ${column} = excluded.${column}`,
      [accountId, at],
    );
    await this.wakeUps.wakeAfterCommit('template-sync-due');
  }
}
