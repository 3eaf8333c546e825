import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { Database } from '../../../common/database/database.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';

const MIN_PENDING_DELAY_MS = MINUTE_MS;
const MAX_PENDING_DELAY_MS = 15 * MINUTE_MS;

/** Sync schedule: when each account is to be compared with Meta (`next_at`), or its pending templates (`next_pending_at`). */
@Injectable()
export class SyncScheduleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
  ) {}

  /**
   * Schedules every account that is not archived, spread over `spreadMs`: each at its own time, the same on every process.
   * Reads `accounts`, a table of another module, so that one statement does it however many accounts there are.
   */
  async scheduleAllAccounts(spreadMs: number): Promise<void> {
    await this.database.run(
      `INSERT INTO template_syncs (account_id, next_at)
       SELECT id, $1::timestamptz + (abs(hashtext(id::text)) % $2::integer) * interval '1 millisecond'
         FROM accounts WHERE archived_at IS NULL
       ON CONFLICT (account_id) DO UPDATE SET next_at = least(coalesce(template_syncs.next_at, excluded.next_at), excluded.next_at)`,
      [this.clock.now(), Math.max(1, Math.floor(spreadMs))],
    );
    await this.wakeUps.wakeAfterCommit('template-sync-due');
  }

  /** Schedules the whole account: a webhook was about a template that is not here. */
  async scheduleAccount(accountId: string, at: Date = this.clock.now()): Promise<void> {
    await this.set(accountId, 'next_at', at);
  }

  /**
   * Schedules reading the pending templates, in 1 to 15 minutes: the longer they wait, the more rarely. What is to be read sooner
   * stays so: a webhook may have asked for it while others were read.
   */
  async schedulePending(accountId: string): Promise<void> {
    const [row] = await this.database.query<{ oldest: Date | null }>(
      `SELECT min(coalesce(submitted_at, updated_at)) AS oldest FROM templates
        WHERE account_id = $1 AND status IN ('PENDING', 'IN_APPEAL') AND remote_id IS NOT NULL`,
      [accountId],
    );
    if (row?.oldest == null) return;
    const now = this.clock.now().getTime();
    const waitedMs = now - row.oldest.getTime();
    const delayMs = Math.min(MAX_PENDING_DELAY_MS, Math.max(MIN_PENDING_DELAY_MS, waitedMs / 4));
    await this.set(accountId, 'next_pending_at', new Date(now + delayMs), 'the earlier');
  }

  /** Schedules reading incomplete and pending templates, now. */
  async scheduleIncomplete(accountId: string): Promise<void> {
    await this.set(accountId, 'next_pending_at', this.clock.now());
  }

  private async set(
    accountId: string,
    column: 'next_at' | 'next_pending_at',
    at: Date,
    which: 'the new' | 'the earlier' = 'the new',
  ): Promise<void> {
    const time = which === 'the new' ? `excluded.${column}` : `least(template_syncs.${column}, excluded.${column})`;
    await this.database.run(
      `INSERT INTO template_syncs (account_id, ${column}) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET ${column} = ${time}`,
      [accountId, at],
    );
    await this.wakeUps.wakeAfterCommit('template-sync-due');
  }
}
