import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import { rowset } from '../../../common/database/rowset.js';
import { DeliveryQueue } from '../deliveries/delivery-queue.service.js';
import type { LoggedAttempt } from '../deliveries/endpoint-delivery.entity.js';
import { isAway } from '../domain/retry-schedule.js';

interface Accepted {
  endpointId: string;
  id: string;
  attempt: LoggedAttempt;
}

interface Recovered {
  id: string;
  failing_since: Date | null;
}

/** When it last accepted something is exact to so many seconds: an endpoint that accepts a hundred a second is not written a hundred times. */
const RECORD_EVERY_SECONDS = 10;

/** Accepted deliveries: records what receivers have taken, many with one commit, and that an endpoint works (again). */
@Injectable()
export class AcceptedDeliveries {
  private readonly commits = new GroupCommit<Accepted>((take) => this.write(take));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: DeliveryQueue,
  ) {}

  record(endpointId: string, id: string, attempt: LoggedAttempt): Promise<void> {
    return this.commits.add({ endpointId, id, attempt });
  }

  private async write(take: () => readonly Accepted[]): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async () => {
      const batch = take();
      // The endpoints first, as whoever claims or records a failure does.
      const recovered = await this.recover([...new Set(batch.map(({ endpointId }) => endpointId))], now);
      await this.writeDeliveries(batch, now);
      for (const { id, failing_since: since } of recovered) if (isAway(since, now)) await this.queue.hasten(id);
    });
  }

  /** That they work. @returns those of which that was not on record, with since when they had failed, in the order of their ids */
  private recover(endpointIds: readonly string[], now: Date): Promise<Recovered[]> {
    return this.database.query<Recovered>(
      `WITH former AS MATERIALIZED (
         SELECT id, failing_since FROM webhook_endpoints
          WHERE id = ANY($1) AND (failing_since IS NOT NULL OR last_delivered_at IS NULL
             OR last_delivered_at NOT BETWEEN $2::timestamptz - make_interval(secs => ${RECORD_EVERY_SECONDS}) AND $2::timestamptz)
          ORDER BY id FOR NO KEY UPDATE),
       recovered AS (
         UPDATE webhook_endpoints SET failing_since = NULL, failure_count = 0, blocked_until = NULL, last_error = NULL, last_error_wording = NULL, last_delivered_at = $2
           FROM former WHERE webhook_endpoints.id = former.id
         RETURNING webhook_endpoints.id, former.failing_since)
       SELECT id, failing_since FROM recovered ORDER BY id`,
      [endpointIds, now],
    );
  }

  private async writeDeliveries(batch: readonly Accepted[], now: Date): Promise<void> {
    const rows = batch.map(({ id, attempt }) => ({ id, attempt })).sort((one, other) => (one.id < other.id ? -1 : 1)); // so that of two who write several none waits for the other
    const accepted = rowset('accepted', { id: 'uuid', attempt: 'jsonb' }, rows, [now]);
    await this.database.run(
      `UPDATE endpoint_deliveries SET state = 'DELIVERED', finished_at = $1::timestamptz, attempts = attempts + 1, next_attempt_at = NULL,
              first_attempt_at = coalesce(first_attempt_at, $1::timestamptz),
              attempt_log = attempt_log || jsonb_build_array(accepted.attempt)
         FROM ${accepted.sql} WHERE endpoint_deliveries.id = accepted.id AND state = 'WAITING'`,
      accepted.parameters,
    );
  }
}
