import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../../common/clock/clock.js';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { inBatches } from '../../common/database/in-batches.js';
import { firstIdOf } from '../../common/ids.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP = 2_000;

/** Deletes deliveries that are older than WEBHOOK_RETENTION_DAYS, every hour, in small steps. What still waits stays. */
@Injectable()
export class PruneDeliveriesService {
  private readonly logger = new Logger(PruneDeliveriesService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  @Interval(HOUR_MS)
  async prune(): Promise<void> {
    if (!this.config.doesWork) return;
    const before = new Date(this.clock.now().getTime() - this.config.get('WEBHOOK_RETENTION_DAYS') * DAY_MS);
    const total = await inBatches(STEP, (step) =>
      this.database.run(
        `DELETE FROM webhook_deliveries WHERE id IN
           (SELECT id FROM webhook_deliveries WHERE id < $1 AND state <> 'RECEIVED' ORDER BY id LIMIT ${step})`,
        [firstIdOf(before)],
      ),
    );
    if (total > 0) this.logger.log(`Deleted ${total} webhook deliveries.`);
  }
}
