import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import { firstIdOf } from '../../../common/ids.js';
import { RetentionService } from '../../../common/retention/retention.service.js';

const BATCH_SIZE = 2_000;

/** Delivery retention: what endpoints have got, or not, for ENDPOINT_DELIVERY_RETENTION_DAYS. What still waits stays. */
@Injectable()
export class DeliveryRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'webhooks to endpoints',
      keepForMs: this.config.get('ENDPOINT_DELIVERY_RETENTION_DAYS') * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM endpoint_deliveries WHERE id IN
             (SELECT id FROM endpoint_deliveries WHERE id < $1 AND state <> 'WAITING' ORDER BY id LIMIT $2)`,
          [firstIdOf(before), batchSize],
        ),
    });
  }
}
