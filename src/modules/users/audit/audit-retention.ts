import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { DAY_MS } from '../../../common/durations.js';
import { RetentionService } from '../../../common/retention/retention.service.js';

const BATCH_SIZE = 2_000;

/** Audit retention: entries for AUDIT_RETENTION_DAYS, 90 at least, which the table's trigger holds by itself. */
@Injectable()
export class AuditRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'audit entries',
      keepForMs: this.config.get('AUDIT_RETENTION_DAYS') * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) =>
        this.database.run(
          `DELETE FROM audit_entries WHERE id IN
             (SELECT id FROM audit_entries WHERE occurred_at < $1 ORDER BY occurred_at LIMIT $2)`,
          [before, batchSize],
        ),
    });
  }
}
