import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { isDueSql } from '../clock/is-due.js';
import { Database } from '../database/database.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../durations.js';
import { newId } from '../ids.js';

/** No row waits longer for its next attempt: one that would was written before the clock was set back. */
const MAX_DELAY_MS = 3 * HOUR_MS;
/** How far the clocks of two processes may differ before one takes what the other works on for left behind. */
const CLOCKS_DIFFER_MS = 5 * MINUTE_MS;

/** No lease of so many seconds ends later than this from now: one that does was written before the clock was set back. */
export function longestLeaseMs(leaseSeconds: number): number {
  return leaseSeconds * SECOND_MS + CLOCKS_DIFFER_MS;
}

/**
 * Claimable table: its rows are their own jobs. It has the columns attempts, next_attempt_at, lease_until and claim_id, and one for
 * the state. All texts here are ours and go into SQL as they are.
 */
export interface ClaimableTable {
  table: string;
  key: string;
  state: string;
  /** The state of a row that waits, and of one that somebody works on. */
  waiting: string;
  claimed: string;
  /** A further condition on the row, called `job`, such as that an earlier one comes first. */
  only?: string;
  orderBy: string;
  columns: string;
}

/** Lets what a claim has wait again, as if it had never been claimed. */
type Release = (claimId: string) => Promise<void>;

/** Claims: hands waiting rows to workers, each row to one, in batches, for as long as a lease lasts. */
@Injectable()
export class Claims {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Claims that failed, perhaps after they were committed: the rows may be claimed, but nobody works on them. */
  private readonly abandonedClaims = new Map<string, Release>();

  /**
   * Claims up to `limit` rows and commits that at once: whoever has them may now call the network. A worker that dies
   * leaves its rows in the claimed state with an expired lease; whoever owns the table decides what becomes of them. `prepare` looks up what the work
   * needs; if it fails, nothing has been done yet, and the rows wait again.
   */
  async claim<Row>(
    jobs: ClaimableTable,
    limit: number,
    leaseSeconds: number,
    prepare: (rows: Row[]) => Promise<void> = async () => undefined,
  ): Promise<Row[]> {
    const release: Release = (claimId) => this.release(claimId, jobs);
    return this.withClaimId(release, async (claimId) => {
      const rows = await this.claimAs<Row>(claimId, jobs, limit, leaseSeconds);
      if (rows.length > 0) await prepare(rows);
      return rows;
    });
  }

  /** The same for those who claim and release by statements of their own: they write the claim's id into the rows. */
  async withClaimId<T>(release: Release, claimAndPrepare: (claimId: string) => Promise<T>): Promise<T> {
    await this.releaseAbandoned();
    const claimId = newId();
    try {
      return await claimAndPrepare(claimId);
    } catch (error) {
      this.abandonedClaims.set(claimId, release);
      throw error;
    }
  }

  private async claimAs<Row>(
    claimId: string,
    jobs: ClaimableTable,
    limit: number,
    leaseSeconds: number,
  ): Promise<Row[]> {
    return this.database.query<Row>(
      `UPDATE ${jobs.table} SET ${jobs.state} = '${jobs.claimed}', attempts = attempts + 1, claim_id = $4,
              lease_until = $2::timestamptz + make_interval(secs => $3)
        WHERE ${jobs.key} IN (
          SELECT job.${jobs.key} FROM ${jobs.table} job
           WHERE job.${jobs.state} = '${jobs.waiting}' AND (job.next_attempt_at IS NULL OR ${isDueSql('job.next_attempt_at', '$2', MAX_DELAY_MS)})
             ${jobs.only === undefined ? '' : `AND ${jobs.only}`}
           ORDER BY ${jobs.orderBy} LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING ${jobs.columns}`,
      [limit, this.clock.now(), leaseSeconds, claimId],
    );
  }

  /** Releases abandoned claims: nothing has been done with their rows, so they simply wait again. */
  async releaseAbandoned(): Promise<void> {
    for (const [claimId, release] of [...this.abandonedClaims]) {
      await release(claimId);
      this.abandonedClaims.delete(claimId);
    }
  }

  private async release(claimId: string, jobs: ClaimableTable): Promise<void> {
    await this.database.run(
      `UPDATE ${jobs.table} SET ${jobs.state} = '${jobs.waiting}', attempts = attempts - 1, claim_id = NULL, lease_until = NULL
        WHERE ${jobs.state} = '${jobs.claimed}' AND claim_id = $1`,
      [claimId],
    );
  }
}
