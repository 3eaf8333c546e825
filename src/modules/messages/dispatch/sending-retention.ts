import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DAY_MS, HOUR_MS } from '../../../common/durations.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { RetentionService } from '../../../common/retention/retention.service.js';

const BATCH_SIZE = 2_000;
/** Meta repeats webhooks for seven days: a status that nobody has asked for by then belongs to nothing here. */
const EARLY_STATUS_DAYS = 8;

/**
 * Sending retention: idempotency_keys for IDEMPOTENCY_RETENTION_DAYS, early_statuses for 8 days, recipient_limits and
 * token_buckets for an hour after their last message: by then a bucket is full, and a new one does as well.
 */
@Injectable()
export class SendingRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    this.register(
      'idempotency keys',
      this.config.get('IDEMPOTENCY_RETENTION_DAYS') * DAY_MS,
      `DELETE FROM idempotency_keys WHERE (account_id, key) IN
         (SELECT account_id, key FROM idempotency_keys WHERE created_at < $1 LIMIT $2)`,
    );
    this.register(
      'statuses of no message',
      EARLY_STATUS_DAYS * DAY_MS,
      `DELETE FROM early_statuses WHERE ctid = ANY(ARRAY(SELECT ctid FROM early_statuses WHERE received_at < $1 LIMIT $2))`,
    );
    this.register(
      'recipient limits',
      HOUR_MS,
      `DELETE FROM recipient_limits WHERE theoretical_arrival_at < $1 AND conversation_id IN
         (SELECT conversation_id FROM recipient_limits WHERE theoretical_arrival_at < $1 LIMIT $2)`,
    );
    this.register(
      'token buckets',
      HOUR_MS,
      `DELETE FROM token_buckets WHERE refilled_at < $1 AND id IN (SELECT id FROM token_buckets WHERE refilled_at < $1 LIMIT $2)`,
    );
  }

  private register(name: string, keepForMs: number, sql: string): void {
    this.retention.register({
      name,
      keepForMs,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) => this.database.run(sql, [before, batchSize]),
    });
  }
}
