import { Injectable } from '@nestjs/common';
import { lockUntilCommit, tryLockUntilCommit, trySharedLockUntilCommit } from '../../common/database/advisory-locks.js';
import { Database } from '../../common/database/database.js';
import type { ReceivedDelivery } from './apply-deliveries.service.js';
import { EXCLUSIVE_LANE, LANE_COUNT, type PendingLane } from './lanes.js';

const ALL_LANES = Array.from({ length: LANE_COUNT }, (_, lane) => lane);

/** Queue of received deliveries: an account's lanes, their locks, and what waits in them, oldest first. */
@Injectable()
export class DeliveryQueue {
  constructor(private readonly database: Database) {}

  /** Those of these accounts in which anything waits. */
  async accountsWithWork(accountIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM unnest($1::uuid[]) AS account (id)
        WHERE EXISTS (SELECT FROM webhook_deliveries WHERE account_id = account.id AND state = 'RECEIVED')`,
      [accountIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Lanes in which anything waits, counted up to `limit`. */
  async pending(accountId: string, limit: number): Promise<PendingLane[]> {
    return this.database.query<PendingLane>(
      `SELECT numbered.lane, counted.waiting
         FROM unnest($2::smallint[]) AS numbered (lane),
              LATERAL (SELECT count(*)::integer AS waiting FROM (
                SELECT FROM webhook_deliveries
                 WHERE account_id = $1 AND lane = numbered.lane AND state = 'RECEIVED' LIMIT $3) AS first_ones) AS counted
        WHERE counted.waiting > 0`,
      [accountId, ALL_LANES, limit],
    );
  }

  /**
   * Locks those of the lanes that nobody works on, until the running transaction ends, and returns what waits in them,
   * oldest first. Nothing while something waits that has to be processed alone, or is.
   */
  async claimLanes(accountId: string, lanes: readonly number[], limit: number): Promise<ReceivedDelivery[]> {
    const locked = await this.database.query<{ lane: number }>(
      `SELECT wanted.lane FROM unnest($2::smallint[]) AS wanted (lane)
        WHERE (SELECT ${trySharedLockUntilCommit('webhookProcessing', '$1')})
          AND ${tryLockUntilCommit('webhookLane', '($1::text || wanted.lane)')}`,
      [accountId, lanes],
    );
    if (locked.length === 0) return [];
    return this.oldest(
      accountId,
      locked.map(({ lane }) => lane),
      limit,
      `WHERE NOT EXISTS (SELECT FROM webhook_deliveries
                          WHERE account_id = $1 AND lane = ${EXCLUSIVE_LANE} AND state = 'RECEIVED')`,
    );
  }

  /** Waits until nobody else works on the account, keeps everybody out until the running transaction ends, and returns its oldest deliveries. */
  async claimAll(accountId: string, limit: number): Promise<ReceivedDelivery[]> {
    await this.lockAll(accountId);
    return this.oldest(accountId, ALL_LANES, limit);
  }

  /** Keeps everybody else out of the account until the running transaction ends. */
  async lockAll(accountId: string): Promise<void> {
    await this.database.query(`SELECT ${lockUntilCommit('webhookProcessing', '$1')}`, [accountId]);
  }

  /** A statement of its own after that of the lock: it sees what the former holder has done. */
  private oldest(
    accountId: string,
    lanes: readonly number[],
    limit: number,
    condition = '',
  ): Promise<ReceivedDelivery[]> {
    return this.database.query<ReceivedDelivery>(
      `SELECT id, body, lane
         FROM unnest($2::smallint[]) AS claimed (number),
              LATERAL (SELECT id, position, body, lane FROM webhook_deliveries
                        WHERE account_id = $1 AND lane = claimed.number AND state = 'RECEIVED'
                        ORDER BY position, id LIMIT $3) AS waiting
        ${condition} ORDER BY position, id LIMIT $3`,
      [accountId, lanes, limit],
    );
  }
}
