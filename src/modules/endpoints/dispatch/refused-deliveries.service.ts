import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { LoggedAttempt } from '../deliveries/endpoint-delivery.entity.js';
import type { WaitingDelivery } from '../deliveries/delivery-queue.service.js';
import { afterFailure, blockedUntil, readRetryAfter, type AfterFailure } from '../domain/retry-schedule.js';
import { reducedPayload } from '../domain/webhook-payload.js';
import { EndpointStanding } from '../endpoint-standing.service.js';
import { LaneClaims, type ClaimedLane } from './lane-claims.service.js';
import type { Because } from '../../../common/errors/because.js';
import { wordingJson } from '../../../common/errors/wording.js';

const TOO_LARGE = 413;
/** Attempts that are kept for people to read: the first of them, and as many of the last. */
const LOGGED_ATTEMPTS = 20;

/** A delivery that was not accepted, and how that went. */
export interface Refused {
  lane: ClaimedLane;
  delivery: WaitingDelivery;
  attempt: LoggedAttempt;
  error: Because;
  retryAfter: string | null;
}

interface FailingRow {
  failing_since: Date | null;
  failure_count: number;
}

/** Refused deliveries: decides when one is tried again, gives it up, or has its endpoint paused; its lane waits meanwhile. */
@Injectable()
export class RefusedDeliveries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lanes: LaneClaims,
    private readonly standing: EndpointStanding,
  ) {}

  async record(refused: Refused): Promise<void> {
    const { lane } = refused;
    await this.database.transaction(async () => {
      // The endpoint first, as whoever claims does.
      const [endpoint] = await this.database.query<FailingRow>(
        'SELECT failing_since, failure_count FROM webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE',
        [lane.endpointId],
      );
      if (endpoint === undefined) return; // deleted meanwhile
      if (lane.isTest) return this.endTest(refused);
      if (refused.attempt.status === TOO_LARGE && !refused.delivery.isReduced) return this.reduce(refused);
      await this.decide(refused, endpoint);
    });
  }

  private async decide(refused: Refused, endpoint: FailingRow): Promise<void> {
    const { lane, delivery, attempt, error, retryAfter } = refused;
    const now = this.clock.now();
    const failingSince = endpoint.failing_since ?? now;
    const outcome = afterFailure(
      {
        attempts: delivery.attempts + 1,
        firstAttemptAt: delivery.firstAttemptAt ?? now,
        failingSince,
        status: attempt.status,
        retryAfterMs: readRetryAfter(retryAfter, now),
        now,
      },
      Math.random(),
    );
    const until = outcome.type === 'RETRY' ? outcome.at : now;
    if (!(await this.lanes.release(lane, until))) return; // its lease has ended: another worker has it
    await this.log(refused, outcome);
    await this.noteFailure(lane.endpointId, failingSince, endpoint.failure_count + 1, error);
    if (outcome.type === 'PAUSE')
      await this.standing.pauseFailing(lane.endpointId, delivery.accountId, failingSince, error);
    if (outcome.type === 'DISABLE') await this.standing.disableGone(lane.endpointId, delivery.accountId);
  }

  /** A test has one attempt, and says nothing of the endpoint. */
  private async endTest(refused: Refused): Promise<void> {
    await this.log(refused, { type: 'GIVE_UP' });
    await this.lanes.end(refused.lane);
  }

  /** A receiver that takes nothing so large gets the ids alone. */
  private async reduce(refused: Refused): Promise<void> {
    const { lane, delivery } = refused;
    const now = this.clock.now();
    if (!(await this.lanes.release(lane, now))) return;
    await this.log(refused, { type: 'RETRY', at: now });
    await this.database.run('UPDATE endpoint_deliveries SET payload = $2, is_reduced = true WHERE id = $1', [
      delivery.id,
      reducedPayload(delivery.eventType, delivery.occurredAt, delivery),
    ]);
  }

  /** What was paused begins its three days anew when the endpoint is resumed. */
  private async log({ delivery, attempt }: Refused, outcome: AfterFailure): Promise<void> {
    const now = this.clock.now();
    const isGivenUp = outcome.type === 'GIVE_UP';
    await this.database.run(
      `UPDATE endpoint_deliveries SET state = CASE WHEN $3 THEN 'FAILED' ELSE 'WAITING' END, attempts = attempts + 1,
              finished_at = CASE WHEN $3 THEN $4::timestamptz END, next_attempt_at = $5::timestamptz,
              first_attempt_at = CASE WHEN $6 THEN coalesce(first_attempt_at, $4::timestamptz) END,
              attempt_log = CASE WHEN jsonb_array_length(attempt_log) < ${2 * LOGGED_ATTEMPTS} THEN attempt_log
                                 ELSE attempt_log - ${LOGGED_ATTEMPTS} END || jsonb_build_array($2::jsonb)
        WHERE id = $1 AND state = 'WAITING'`,
      [
        delivery.id,
        JSON.stringify(attempt),
        isGivenUp,
        now,
        outcome.type === 'RETRY' ? outcome.at : null,
        outcome.type === 'RETRY' || isGivenUp,
      ],
    );
  }

  private async noteFailure(endpointId: string, since: Date, count: number, why: Because): Promise<void> {
    await this.database.run(
      'UPDATE webhook_endpoints SET failing_since = $2, failure_count = $3, last_error = $4, last_error_wording = $6, blocked_until = $5 WHERE id = $1',
      [endpointId, since, count, why.message, blockedUntil(count, since, this.clock.now()), wordingJson(why)],
    );
  }
}
