import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { GroupCommit } from '../../../common/database/group-commit.js';
import { rowset } from '../../../common/database/rowset.js';
import { SECOND_MS } from '../../../common/durations.js';
import { DeliveryQueue } from '../deliveries/delivery-queue.service.js';
import type { LoggedAttempt } from '../deliveries/endpoint-delivery.entity.js';
import type { SendingEndpoint } from './sending-endpoints.service.js';

interface Accepted {
  id: string;
  attempt: LoggedAttempt;
}

/** An endpoint that accepts a hundred a second is not written a hundred times. */
const RECORD_EVERY_MS = 10 * SECOND_MS;

/** Accepted deliveries: records what receivers have taken, many with one commit, and that an endpoint works (again). */
@Injectable()
export class AcceptedDeliveries {
  private readonly commits = new GroupCommit<Accepted>((batch) => this.write(batch));

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: DeliveryQueue,
  ) {}

  async record(endpoint: SendingEndpoint, id: string, attempt: LoggedAttempt): Promise<void> {
    await this.commits.add({ id, attempt });
    const now = this.clock.now();
    const isRecorded = Math.abs(now.getTime() - (endpoint.lastDeliveredAt?.getTime() ?? 0)) < RECORD_EVERY_MS;
    if (isRecorded && !endpoint.isFailing) return;
    const wasFailing = endpoint.isFailing;
    endpoint.isFailing = false;
    endpoint.lastDeliveredAt = now;
    await this.database.transaction(async () => {
      await this.database.run(
        `UPDATE webhook_endpoints SET failing_since = NULL, failure_count = 0, blocked_until = NULL, last_error = NULL, last_delivered_at = $2
          WHERE id = $1`,
        [endpoint.id, now],
      );
      if (wasFailing) await this.queue.hasten(endpoint.id);
    });
  }

  private async write(batch: readonly Accepted[]): Promise<void> {
    const rows = batch.map(({ id, attempt }) => ({ id, attempt })).sort((one, other) => (one.id < other.id ? -1 : 1)); // so that of two who write several none waits for the other
    const accepted = rowset('accepted', { id: 'uuid', attempt: 'jsonb' }, rows, [this.clock.now()]);
    await this.database.run(
      `UPDATE endpoint_deliveries SET state = 'DELIVERED', finished_at = $1::timestamptz, attempts = attempts + 1, next_attempt_at = NULL,
              first_attempt_at = coalesce(first_attempt_at, $1::timestamptz),
              attempt_log = attempt_log || jsonb_build_array(accepted.attempt)
         FROM ${accepted.sql} WHERE endpoint_deliveries.id = accepted.id AND state = 'WAITING'`,
      accepted.parameters,
    );
  }
}
