import { Injectable } from '@nestjs/common';
import {
  lockUntilCommit,
  tryLockUntilCommit,
  trySharedLockUntilCommit,
} from '../../../common/database/advisory-locks.js';
import { Database } from '../../../common/database/database.js';
import type { TraceParent } from '../../../common/tracing/tracing.js';
import { EXCLUSIVE_LANE, LANE_COUNT, PHONE_APP_LANE, type PendingLane } from './lanes.js';

/** A delivery that waits: its place in the queue, and the very bytes that Meta signed. */
export interface QueuedDelivery {
  id: string;
  lane: number;
  /** A bigint. */
  position: string;
  receivedAt: Date;
  body: Buffer;
  /** Trace of its receipt; null where that is not recorded, or the delivery is replayed. */
  traceParent: TraceParent | null;
}

/** What became of a claim: BUSY while somebody is alone with the account, GONE where another works on the delivery, or has. */
export type PhoneAppClaim = 'CLAIMED' | 'BUSY' | 'GONE';

const ALL_LANES = Array.from({ length: LANE_COUNT }, (_, lane) => lane);
const LANES = `unnest('{${ALL_LANES.join(',')}}'::smallint[]) AS numbered (lane)`;

/** Queue of webhook deliveries: an account's lanes, their locks, and what waits in them, oldest first (docs/decisions/0035). */
@Injectable()
export class WebhookQueue {
  constructor(private readonly database: Database) {}

  /** Those of these accounts in which anything waits that happens now. */
  async accountsWithWork(accountIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM unnest($1::uuid[]) AS account (id)
        WHERE EXISTS (SELECT FROM webhook_queue WHERE account_id = account.id AND lane < ${PHONE_APP_LANE})`,
      [accountIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** When the oldest delivery of each of these accounts was received; accounts in which nothing waits are left out. */
  async oldestOf(accountIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.database.query<{ id: string; received_at: Date }>(
      `SELECT account.id, min(first_one.received_at) AS received_at
         FROM unnest($1::uuid[]) AS account (id) CROSS JOIN ${LANES} CROSS JOIN LATERAL
              (SELECT received_at FROM webhook_queue WHERE account_id = account.id AND lane = numbered.lane
                ORDER BY position, delivery_id LIMIT 1) AS first_one
        GROUP BY account.id`,
      [accountIds],
    );
    return new Map(rows.map((row) => [row.id, row.received_at]));
  }

  /** Lanes in which anything waits, counted up to `limit`. */
  async pending(accountId: string, limit: number): Promise<PendingLane[]> {
    return this.database.query<PendingLane>(
      `SELECT numbered.lane, counted.waiting
         FROM ${LANES} CROSS JOIN LATERAL (SELECT count(*)::integer AS waiting FROM (
                SELECT FROM webhook_queue WHERE account_id = $1 AND lane = numbered.lane LIMIT $2) AS first_ones) AS counted
        WHERE counted.waiting > 0`,
      [accountId, limit],
    );
  }

  /**
   * Locks those of the lanes that nobody works on, until the running transaction ends, and returns what waits in them,
   * oldest first. Nothing while something waits that has to be processed alone, or is.
   */
  async claimLanes(accountId: string, lanes: readonly number[], limit: number): Promise<QueuedDelivery[]> {
    const locked = await this.database.query<{ lane: number }>(
      `SELECT wanted.lane FROM unnest($2::smallint[]) AS wanted (lane)
        WHERE (SELECT ${trySharedLockUntilCommit('webhookProcessing', '$1')})
          AND ${tryLockUntilCommit('webhookLane', '($1::text || wanted.lane)')}`,
      [accountId, lanes],
    );
    if (locked.length === 0) return [];
    const numbers = locked.map(({ lane }) => lane);
    const condition = `WHERE NOT EXISTS (SELECT FROM webhook_queue WHERE account_id = $1 AND lane = ${EXCLUSIVE_LANE})`;
    return this.oldest(accountId, numbers, limit, condition);
  }

  /**
   * Waits until nobody works in lanes any more, keeps everybody out of the account until the running transaction ends, and
   * returns its oldest deliveries. None, at once, while another is alone with the account or waits for that.
   */
  async claimAll(accountId: string, limit: number): Promise<QueuedDelivery[]> {
    const [row] = await this.database.query<{ is_first: boolean }>(
      `SELECT ${tryLockUntilCommit('webhookLane', `($1::text || ${EXCLUSIVE_LANE})`)} AS is_first`,
      [accountId],
    );
    if (row?.is_first !== true) return [];
    await this.lockAll(accountId);
    return this.oldest(accountId, ALL_LANES, limit);
  }

  /** The oldest delivery of the phone's app that waits; null: none does. It is not locked: see `claimPhoneApp`. */
  async oldestOfPhoneApp(accountId: string): Promise<QueuedDelivery | null> {
    return (await this.oldest(accountId, [PHONE_APP_LANE], 1))[0] ?? null;
  }

  /** Locks the lane of the phone's app until the running transaction ends, beside whoever works in other lanes. */
  async claimPhoneApp(accountId: string, { id, position }: QueuedDelivery): Promise<PhoneAppClaim> {
    const [row] = await this.database.query<{ may_work: boolean; is_ours: boolean }>(
      `SELECT ${trySharedLockUntilCommit('webhookProcessing', '$1')} AS may_work,
              ${tryLockUntilCommit('webhookLane', `($1::text || ${PHONE_APP_LANE})`)} AS is_ours`,
      [accountId],
    );
    if (row?.may_work !== true) return 'BUSY';
    if (!row.is_ours) return 'GONE';
    const waiting = await this.database.query(
      `SELECT FROM webhook_queue WHERE account_id = $1 AND lane = ${PHONE_APP_LANE} AND position = $2 AND delivery_id = $3`,
      [accountId, position, id],
    );
    return waiting.length > 0 ? 'CLAIMED' : 'GONE';
  }

  /** Keeps everybody else out of the account until the running transaction ends, and waits for that. */
  async lockAll(accountId: string): Promise<void> {
    await this.database.query(`SELECT ${lockUntilCommit('webhookProcessing', '$1')}`, [accountId]);
  }

  /**
   * Puts deliveries into the queue again, to be processed alone, in whatever state they are; what the phone's app handed over
   * waits in its lane again. `accountIds` null: of any account. In the caller's transaction.
   * @returns those that were found
   */
  async add(
    deliveryIds: readonly string[],
    accountIds: readonly string[] | null,
  ): Promise<{ id: string; account_id: string }[]> {
    return this.database.query(
      `WITH found AS MATERIALIZED (
         SELECT id, account_id, position, received_at, state, body, fields FROM webhook_deliveries
          WHERE id = ANY($1) AND ($2::uuid[] IS NULL OR account_id = ANY($2)) ORDER BY id FOR UPDATE),
       bodies AS (
         INSERT INTO webhook_bodies (delivery_id, body) SELECT id, body FROM found WHERE body IS NOT NULL),
       queued AS (
         INSERT INTO webhook_queue (account_id, lane, position, delivery_id, received_at)
         SELECT account_id, CASE WHEN fields IN ('{history}', '{smb_app_state_sync}') THEN ${PHONE_APP_LANE} ELSE ${EXCLUSIVE_LANE} END,
                position, id, received_at FROM found WHERE state <> 'RECEIVED')
       UPDATE webhook_deliveries SET state = 'RECEIVED', error = NULL, error_wording = NULL, processed_at = NULL, body = NULL
         FROM found WHERE webhook_deliveries.id = found.id RETURNING found.id, found.account_id`,
      [deliveryIds, accountIds],
    );
  }

  /** Ids of deliveries that could not be processed, oldest first, after the one with this id. */
  async failedAfter(id: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM webhook_deliveries WHERE state = 'FAILED' AND id > $1 ORDER BY id LIMIT $2`,
      [id, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Whether one of these texts stands in a delivery that came before the last of these and waits in another lane, or is
   * being processed there.
   */
  async isNamedBefore(
    accountId: string,
    claimed: readonly QueuedDelivery[],
    texts: readonly string[],
  ): Promise<boolean> {
    const last = claimed.at(-1);
    if (last === undefined || texts.length === 0) return false;
    const own = new Set(claimed.map(({ lane }) => lane));
    const rows = await this.database.query(
      `SELECT FROM unnest($2::smallint[]) AS other (lane) CROSS JOIN LATERAL
              (SELECT delivery_id FROM webhook_queue
                WHERE account_id = $1 AND lane = other.lane AND position < $3 OFFSET 0) AS earlier
              JOIN webhook_bodies USING (delivery_id)
        WHERE EXISTS (SELECT FROM unnest($4::text[]) AS part WHERE position(convert_to(part, 'UTF8') IN body) > 0) LIMIT 1`,
      [accountId, ALL_LANES.filter((lane) => !own.has(lane)), last.position, texts],
    );
    return rows.length > 0;
  }

  /** A statement of its own after that of the locks: it sees what their former holders have done. */
  private oldest(
    accountId: string,
    lanes: readonly number[],
    limit: number,
    condition = '',
  ): Promise<QueuedDelivery[]> {
    return this.database.query<QueuedDelivery>(
      `SELECT first_ones.delivery_id AS id, lane, position, received_at AS "receivedAt", body, trace_parent AS "traceParent"
         FROM (SELECT waiting.* FROM unnest($2::smallint[]) AS claimed (number) CROSS JOIN LATERAL
                 (SELECT delivery_id, position, received_at, lane, trace_parent FROM webhook_queue
                   WHERE account_id = $1 AND lane = claimed.number ORDER BY position, delivery_id LIMIT $3) AS waiting
                 ${condition} ORDER BY position, delivery_id LIMIT $3) AS first_ones
              JOIN webhook_bodies ON webhook_bodies.delivery_id = first_ones.delivery_id
        ORDER BY position, first_ones.delivery_id`,
      [accountId, lanes, limit],
    );
  }
}
