import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import { firstIdOf } from '../../../common/ids.js';
import { RetentionService } from '../../../common/retention/retention.service.js';
import { DeliveryPartitions } from './delivery-partitions.js';
import { missingPartitions } from './partition-days.js';

const BATCH_SIZE = 2_000;

/**
 * Webhook retention: WEBHOOK_RETENTION_DAYS and up to an eighth more, by whole partitions; what is in no partition of its
 * own, row by row. What still waits to be processed stays. Makes the next partitions too.
 */
@Injectable()
export class WebhookRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly retention: RetentionService,
    private readonly partitions: DeliveryPartitions,
  ) {}

  onModuleInit(): void {
    const keepForMs = this.config.get('WEBHOOK_RETENTION_DAYS') * DAY_MS;
    this.retention.register(
      {
        name: 'partitions of webhook deliveries',
        keepForMs,
        batchSize: BATCH_SIZE,
        deleteBatch: (before) => this.turnPartitions(before, keepForMs),
      },
      {
        name: 'webhook deliveries',
        keepForMs,
        batchSize: BATCH_SIZE,
        deleteBatch: (before, batchSize) =>
          this.database.run(
            `WITH old AS (
               SELECT id FROM webhook_deliveries_default WHERE id < $1 AND state <> 'RECEIVED' ORDER BY id LIMIT $2),
             bodies AS (DELETE FROM webhook_bodies_default WHERE delivery_id IN (SELECT id FROM old))
             DELETE FROM webhook_deliveries_default WHERE id IN (SELECT id FROM old)`,
            [firstIdOf(before), batchSize],
          ),
      },
    );
  }

  /** Returns how many were dropped. */
  private async turnPartitions(before: Date, keepForMs: number): Promise<number> {
    const partitions = await this.partitions.list();
    for (const times of missingPartitions(partitions, this.clock.now(), keepForMs)) await this.partitions.create(times);
    const old = partitions.filter(({ to }) => to <= before);
    for (const partition of old) await this.partitions.drop(partition);
    return old.length;
  }
}
