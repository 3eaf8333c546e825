import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { Database } from '../../../common/database/database.js';
import { newId } from '../../../common/ids.js';
import type { StoredSyncReport } from '../domain/sync-report.js';

/** Renewed while pages come; much longer than one page takes. */
const LEASE_MS = 2 * MINUTE_MS;

/** Also one that would last longer than any: the clock was set back. Twice as long, for clocks that differ. */
const isExpired = (now: string): string => isDueSql('template_syncs.lease_until', now, 2 * LEASE_MS);

/** A sync whose lease was acquired. `isFull`: of the whole account, not of its pending templates alone. */
export interface DueSync {
  accountId: string;
  holder: string;
  isFull: boolean;
}

/** Sync leases: one process at a time synchronises an account; the lease of one that died expires after two minutes. */
@Injectable()
export class SyncLeases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Acquires the lease of an account. Returns its holder; null while another process has it. */
  async acquire(accountId: string): Promise<string | null> {
    const holder = newId();
    const now = this.clock.now();
    const acquired = await this.database.run(
      `INSERT INTO template_syncs (account_id, lease_until, holder) VALUES ($1, $2, $3)
       ON CONFLICT (account_id) DO UPDATE SET lease_until = excluded.lease_until, holder = excluded.holder
        WHERE template_syncs.lease_until IS NULL OR ${isExpired('$4')}`,
      [accountId, new Date(now.getTime() + LEASE_MS), holder, now],
    );
    return acquired > 0 ? holder : null;
  }

  /** Acquires the lease of the account that has been due for longest; null when none is. */
  async acquireDue(): Promise<DueSync | null> {
    const holder = newId();
    const now = this.clock.now();
    const [row] = await this.database.query<{ account_id: string; is_full: boolean }>(
      `UPDATE template_syncs SET lease_until = $1, holder = $2
        WHERE account_id = (SELECT account_id FROM template_syncs
                             WHERE (next_at <= $3 OR next_pending_at <= $3) AND (lease_until IS NULL OR ${isExpired('$3')})
                             ORDER BY least(next_at, next_pending_at) LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING account_id, coalesce(next_at <= $3, false) AS is_full`,
      [new Date(now.getTime() + LEASE_MS), holder, now],
    );
    return row === undefined ? null : { accountId: row.account_id, holder, isFull: row.is_full };
  }

  async renew(accountId: string, holder: string): Promise<void> {
    await this.database.run('UPDATE template_syncs SET lease_until = $3 WHERE account_id = $1 AND holder = $2', [
      accountId,
      holder,
      new Date(this.clock.now().getTime() + LEASE_MS),
    ]);
  }

  /**
   * Releases the lease. Of `next`, what is undefined stays as it is; a report comes with a full sync, and so does what a webhook
   * asked for after that sync had started.
   */
  async release(
    accountId: string,
    holder: string,
    next: { nextAt?: Date | null; nextPendingAt?: Date | null; report?: StoredSyncReport },
  ): Promise<void> {
    await this.database.run(
      `UPDATE template_syncs SET lease_until = NULL, holder = NULL,
              next_at = CASE WHEN NOT $3::boolean OR ($4::timestamptz IS NULL AND next_at > $8::timestamptz) THEN next_at
                             ELSE $4::timestamptz END,
              next_pending_at = CASE WHEN $5::boolean THEN $6::timestamptz ELSE next_pending_at END,
              report = coalesce($7::jsonb, report)
        WHERE account_id = $1 AND holder = $2`,
      [
        accountId,
        holder,
        next.nextAt !== undefined,
        next.nextAt ?? null,
        next.nextPendingAt !== undefined,
        next.nextPendingAt ?? null,
        next.report === undefined ? null : JSON.stringify(next.report),
        next.report?.startedAt ?? null,
      ],
    );
  }
}
