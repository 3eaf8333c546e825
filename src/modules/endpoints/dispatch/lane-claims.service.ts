import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { isDueSql } from '../../../common/clock/is-due.js';
import { Database } from '../../../common/database/database.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import { rowset } from '../../../common/database/rowset.js';
import { Claims, longestLeaseMs } from '../../../common/jobs/claims.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { BLOCK_MS, MAX_WAIT_MS } from '../domain/retry-schedule.js';

/** Lanes that are sent side by side to one endpoint, by all processes together: a slow receiver holds up nobody else. */
const MAX_LANES_AN_ENDPOINT = 10;
/** The same for an endpoint that is away. */
const MAX_LANES_AWAY = 1;
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
 * locked meanwhile, and counted is by a statement that begins afterwards: so all processes together keep to its limit.
 */
@Injectable()
export class LaneClaims {
  private readonly endings = new GroupCommit<ClaimedLane>((take) => this.endAll(take()));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
  ) {}

  async claim(slots: number): Promise<ClaimedLane[]> {
    return this.claims.withClaimId(
      (claimId) => this.releaseAll(claimId),
      (claimId) =>
        this.database.transaction(async () => {
          const now = this.clock.now();
          const endpointIds = await this.lockEndpoints(now);
          const rows = endpointIds.length === 0 ? [] : await this.claimOf(endpointIds, now, slots, claimId);
          return rows.map((row) => ({
            endpointId: row.endpoint_id,
            lane: row.lane,
            version: row.version,
            isTest: row.is_test,
            claimId,
          }));
        }),
    );
  }

  /** Those for which something is due; without those that another process is just claiming for. */
  private async lockEndpoints(now: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT endpoint.id FROM webhook_endpoints endpoint
        WHERE EXISTS (SELECT FROM endpoint_lanes WHERE endpoint_id = endpoint.id AND ${WAITS} AND (is_test OR ${IS_OPEN}))
        ORDER BY endpoint.id FOR NO KEY UPDATE SKIP LOCKED`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Of endpoints in no order of rank: where slots are few, none of them is always the last. */
  private claimOf(endpointIds: readonly string[], now: Date, slots: number, claimId: string): Promise<ClaimedRow[]> {
    return this.database.query<ClaimedRow>(
      `WITH ready AS MATERIALIZED (
         SELECT endpoint.id, ${IS_OPEN} AS is_open,
                CASE WHEN endpoint.blocked_until IS NULL THEN ${MAX_LANES_AN_ENDPOINT} ELSE ${MAX_LANES_AWAY} END
                - (SELECT count(*) FROM endpoint_lanes busy WHERE busy.endpoint_id = endpoint.id AND busy.state = 'SENDING') AS free
           FROM webhook_endpoints endpoint WHERE endpoint.id = ANY($4)),
       chosen AS MATERIALIZED (
         SELECT due.endpoint_id, due.lane FROM ready CROSS JOIN LATERAL (
           SELECT endpoint_id, lane FROM endpoint_lanes
            WHERE endpoint_id = ready.id AND ${WAITS} AND (is_test OR ready.is_open)
            ORDER BY next_attempt_at, lane LIMIT greatest(0, ready.free) FOR UPDATE SKIP LOCKED) AS due
          ORDER BY random() LIMIT $2)
       UPDATE endpoint_lanes SET state = 'SENDING', claim_id = $3, lease_until = $1::timestamptz + make_interval(secs => ${LEASE_SECONDS})
         FROM chosen WHERE endpoint_lanes.endpoint_id = chosen.endpoint_id AND endpoint_lanes.lane = chosen.lane
       RETURNING endpoint_lanes.endpoint_id, endpoint_lanes.lane, endpoint_lanes.version, endpoint_lanes.is_test`,
      [now, slots, claimId, endpointIds],
    );
  }

  /** Ends a lane in which nothing is left, many with one commit; where more has come meanwhile, it waits again. */
  end(lane: ClaimedLane): Promise<void> {
    return this.endings.add(lane);
  }

  /** Locked in the order in which lanes are opened. */
  private async endAll(lanes: readonly ClaimedLane[]): Promise<void> {
    const rows = lanes.map(({ endpointId, lane, claimId, version }) => ({
      endpoint_id: endpointId,
      lane,
      claim_id: claimId,
      version,
    }));
    const columns = { endpoint_id: 'uuid', lane: 'uuid', claim_id: 'uuid', version: 'integer' } as const;
    const sent = rowset('sent', columns, rows, [this.clock.now()]);
    await this.database.run(
      `WITH ending AS MATERIALIZED (
         SELECT busy.endpoint_id, busy.lane, busy.version = sent.version AS is_empty
           FROM endpoint_lanes AS busy JOIN ${sent.sql} ON busy.endpoint_id = sent.endpoint_id AND busy.lane = sent.lane
          WHERE busy.claim_id = sent.claim_id ORDER BY busy.endpoint_id, busy.lane FOR UPDATE OF busy),
       gone AS (
         DELETE FROM endpoint_lanes USING ending
          WHERE endpoint_lanes.endpoint_id = ending.endpoint_id AND endpoint_lanes.lane = ending.lane AND ending.is_empty)
       UPDATE endpoint_lanes SET state = 'WAITING', claim_id = NULL, lease_until = NULL, next_attempt_at = $1
         FROM ending
        WHERE endpoint_lanes.endpoint_id = ending.endpoint_id AND endpoint_lanes.lane = ending.lane AND NOT ending.is_empty`,
      sent.parameters,
    );
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
        WHERE state = 'SENDING' AND ${isDueSql('lease_until', '$1', longestLeaseMs(LEASE_SECONDS))}`,
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
