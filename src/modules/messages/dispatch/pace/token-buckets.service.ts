import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { isDue, isDueSql } from '../../../../common/clock/is-due.js';
import { SECOND_MS, MINUTE_MS } from '../../../../common/durations.js';
import { Database } from '../../../../common/database/database.js';
import { backoffMs } from '../../domain/pacing/backoff.js';
import { refill, type TokenBucket } from '../../domain/pacing/token-bucket.js';

interface BucketRow {
  tokens: number;
  refilled_at: Date;
  blocked_until: Date | null;
}

/** A bucket that is blocked again and again is blocked for longer and longer, up to this. */
const MAX_BLOCK_MS = 5 * MINUTE_MS;
const FIRST_BLOCK_MS = SECOND_MS;

/**
 * Token buckets: one row for each number, and for each broadcast that has a rate of its own, by its id. Whoever holds the
 * row's lock changes it, whichever process that is.
 */
@Injectable()
export class TokenBucketsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the bucket until the running transaction ends, and refills it at this rate (messages a second). A new bucket
   * holds one token. Null when somebody else has the lock, or while it is blocked.
   */
  async lock(id: string, ratePerSecond: number): Promise<TokenBucket | null> {
    const now = this.clock.now();
    let row = await this.selectForUpdate(id);
    if (row === null) {
      await this.database.run(
        'INSERT INTO token_buckets (id, tokens, refilled_at) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING',
        [id, now],
      );
      row = await this.selectForUpdate(id);
    }
    if (row === null) return null;
    if (row.blocked_until !== null && !isDue(row.blocked_until, now, MAX_BLOCK_MS)) return null;
    return refill({ tokens: row.tokens, refilledAt: row.refilled_at }, ratePerSecond, now);
  }

  /** Writes the locked bucket without the tokens that were used. Returns what is left. */
  async spend(id: string, { tokens, refilledAt }: TokenBucket, used: number): Promise<TokenBucket> {
    const left = { tokens: tokens - used, refilledAt };
    await this.database.run('UPDATE token_buckets SET tokens = $2, refilled_at = $3 WHERE id = $1', [
      id,
      left.tokens,
      left.refilledAt,
    ]);
    return left;
  }

  /**
   * Blocks the bucket: for a second, and twice as long each time that follows within a minute. Whoever was under way
   * already meets the same refusal, so one that is blocked is not blocked for longer.
   */
  async block(id: string): Promise<void> {
    const jitter = backoffMs(1, Math.random()) / SECOND_MS;
    await this.database.run(
      `UPDATE token_buckets SET blocks = recent.blocks + 1, tokens = 0,
              blocked_until = $2::timestamptz + make_interval(secs => least($3 * power(2, recent.blocks) * $4, $5))
         FROM (SELECT id, CASE WHEN blocked_until > $2::timestamptz - interval '1 minute' THEN blocks ELSE 0 END AS blocks
                 FROM token_buckets WHERE id = $1) AS recent
        WHERE token_buckets.id = recent.id AND (blocked_until IS NULL OR ${isDueSql('blocked_until', '$2', MAX_BLOCK_MS)})`,
      [id, this.clock.now(), FIRST_BLOCK_MS / SECOND_MS, jitter, MAX_BLOCK_MS / SECOND_MS],
    );
  }

  /** Meta takes messages again: the next block is a short one. */
  async forgetBlocks(id: string): Promise<void> {
    await this.database.run('UPDATE token_buckets SET blocks = 0 WHERE id = $1', [id]);
  }

  private async selectForUpdate(id: string): Promise<BucketRow | null> {
    const [row] = await this.database.query<BucketRow>(
      'SELECT tokens, refilled_at, blocked_until FROM token_buckets WHERE id = $1 FOR UPDATE SKIP LOCKED',
      [id],
    );
    return row ?? null;
  }
}
