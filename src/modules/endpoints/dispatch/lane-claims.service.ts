import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { Database } from '../../../common/database/database.js';
import { Claims, MAX_LEASE_MS } from '../../../common/jobs/claims.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { BLOCK_MS, FAILURES_BEFORE_BLOCKING, MAX_WAIT_MS } from '../domain/retry-schedule.js';

/** Lanes that are sent side by side to one endpoint, by all processes together: a slow receiver holds up nobody else. */
const MAX_LANES_AN_ENDPOINT = 10;
const LEASE_SECONDS = 60;

/** Lane that this process sends, in order, until its lease ends. */
export interface ClaimedLane {
  endpointId: string;
  lane: string;
  /** As it was when the lane was claimed: it has grown where more has come to wait since. */
  version: number;
  isTest: boolean;
  claimId: string;
}

interface ClaimedRow {
  endpoint_id: string;
  lane: string;
  version: number;
  is_test: boolean;
}

const WAITS = `state = 'WAITING' AND ${isDueSql('next_attempt_at', '$1', MAX_WAIT_MS + MINUTE_MS)}`;
const IS_OPEN = `(endpoint.status = 'ACTIVE' AND (endpoint.blocked_until IS NULL OR ${isDueSql('endpoint.blocked_until', '$1', 2 * BLOCK_MS)}))`;

/**
 * Claims lanes: of what waits for an endpoint the heads of some lanes, never one lane twice. The row of the endpoint is
 * locked meanwhile, so that all processes together keep to its limit.
 */
@Injectable()
export class LaneClaims {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
  ) {}

  async claim(slots: number): Promise<ClaimedLane[]> {
    return this.claims.withClaimId(
      (claimId) => this.releaseAll(claimId),
      async (claimId) => {
        const rows = await this.database.query<ClaimedRow>(
          `WITH ready AS MATERIALIZED (
             SELECT endpoint.id, ${IS_OPEN} AS is_open,
                    CASE WHEN endpoint.failure_count >= ${FAILURES_BEFORE_BLOCKING} THEN 1 ELSE ${MAX_LANES_AN_ENDPOINT} END AS max_lanes
               FROM webhook_endpoints endpoint
              WHERE EXISTS (SELECT FROM endpoint_lanes WHERE endpoint_id = endpoint.id AND ${WAITS} AND (is_test OR ${IS_OPEN}))
              ORDER BY endpoint.id FOR NO KEY UPDATE SKIP LOCKED),
           chosen AS MATERIALIZED (
             SELECT due.endpoint_id, due.lane FROM ready CROSS JOIN LATERAL (
               SELECT endpoint_id, lane FROM endpoint_lanes
                WHERE endpoint_id = ready.id AND ${WAITS} AND (is_test OR ready.is_open)
                ORDER BY next_attempt_at, lane
                LIMIT greatest(0, ready.max_lanes - (SELECT count(*) FROM endpoint_lanes busy
                                                      WHERE busy.endpoint_id = ready.id AND busy.state = 'SENDING'))
                  FOR UPDATE SKIP LOCKED) AS due
              LIMIT $2)
           UPDATE endpoint_lanes SET state = 'SENDING', claim_id = $3, lease_until = $1::timestamptz + make_interval(secs => ${LEASE_SECONDS})
             FROM chosen WHERE endpoint_lanes.endpoint_id = chosen.endpoint_id AND endpoint_lanes.lane = chosen.lane
           RETURNING endpoint_lanes.endpoint_id, endpoint_lanes.lane, endpoint_lanes.version, endpoint_lanes.is_test`,
          [this.clock.now(), slots, claimId],
        );
        return rows.map((row) => ({
          endpointId: row.endpoint_id,
          lane: row.lane,
          version: row.version,
          isTest: row.is_test,
          claimId,
        }));
      },
    );
  }

  /** Ends a lane in which nothing is left; where more has come meanwhile, it waits again. */
  async end({ endpointId, lane, version, claimId }: ClaimedLane): Promise<void> {
    const ended = await this.database.run(
      'DELETE FROM endpoint_lanes WHERE endpoint_id = $1 AND lane = $2 AND claim_id = $3 AND version = $4',
      [endpointId, lane, claimId, version],
    );
    if (ended === 0) await this.release({ endpointId, lane, claimId }, this.clock.now());
  }

  /** Lets a lane wait until then. @returns whether it was still this claim's */
  async release(
    { endpointId, lane, claimId }: Pick<ClaimedLane, 'endpointId' | 'lane' | 'claimId'>,
    until: Date,
  ): Promise<boolean> {
    const released = await this.database.run(
      `UPDATE endpoint_lanes SET state = 'WAITING', claim_id = NULL, lease_until = NULL, next_attempt_at = $4
        WHERE endpoint_id = $1 AND lane = $2 AND claim_id = $3`,
      [endpointId, lane, claimId, until],
    );
    return released === 1;
  }

  /** Lets lanes wait again whose worker has gone: what it had sent and not recorded is sent once more. */
  async requeueExpired(): Promise<void> {
    await this.database.run(
      `UPDATE endpoint_lanes SET state = 'WAITING', claim_id = NULL, lease_until = NULL
        WHERE state = 'SENDING' AND ${isDueSql('lease_until', '$1', MAX_LEASE_MS)}`,
      [this.clock.now()],
    );
  }

  private async releaseAll(claimId: string): Promise<void> {
    await this.database.run(
      `UPDATE endpoint_lanes SET state = 'WAITING', claim_id = NULL, lease_until = NULL WHERE claim_id = $1`,
      [claimId],
    );
  }
}
