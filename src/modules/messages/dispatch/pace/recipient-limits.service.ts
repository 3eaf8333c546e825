import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { SECOND_MS } from '../../../../common/durations.js';
import { Database } from '../../../../common/database/database.js';
import { latestArrivalAt, RECIPIENT_INTERVAL_MS } from '../../domain/pacing/recipient-limit.js';

const INTERVAL = `make_interval(secs => ${RECIPIENT_INTERVAL_MS / SECOND_MS})`;

/** Recipient limits: one row for each conversation that has been written to lately. The statement that claims reads them. */
@Injectable()
export class RecipientLimitsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts a message to each of these conversations, of which none may come twice; never more than the burst is owed. In the caller's transaction. */
  async record(conversationIds: readonly string[]): Promise<void> {
    if (conversationIds.length === 0) return;
    const now = this.clock.now();
    await this.database.run(
      `INSERT INTO recipient_limits (conversation_id, theoretical_arrival_at) SELECT unnest($1::uuid[]), $2::timestamptz + ${INTERVAL}
       ON CONFLICT (conversation_id) DO UPDATE
         SET theoretical_arrival_at = least(greatest(recipient_limits.theoretical_arrival_at, $2), $3) + ${INTERVAL}`,
      [conversationIds, now, latestArrivalAt(now)],
    );
  }
}
