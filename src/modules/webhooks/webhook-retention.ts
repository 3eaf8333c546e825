import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DAY_MS } from '../../common/durations.js';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { firstIdOf } from '../../common/ids.js';
import { RetentionService } from '../../common/retention/retention.service.js';

const BATCH_SIZE = 2_000;

/** Webhook retention: deliveries for WEBHOOK_RETENTION_DAYS. What still waits to be processed stays. */
@Injectable()
export class WebhookRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'webhook deliveries',
      keepForMs: this.config.get('WEBHOOK_RETENTION_DAYS') * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM webhook_deliveries WHERE id IN
             (SELECT id FROM webhook_deliveries WHERE id < $1 AND state <> 'RECEIVED' ORDER BY id LIMIT $2)`,
          [firstIdOf(before), batchSize],
        ),
    });
  }
}
