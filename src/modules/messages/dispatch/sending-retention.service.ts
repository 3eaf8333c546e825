import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { inBatches } from '../../../common/database/in-batches.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP = 2_000;
/** Meta repeats webhooks for seven days: a status that nobody has asked for by then belongs to nothing here. */
const EARLY_STATUS_DAYS = 8;

/** Deletes what sending needs for a while only, every hour, in small steps that hold up nobody. */
@Injectable()
export class SendingRetentionService {
  private readonly logger = new Logger(SendingRetentionService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  @Interval(HOUR_MS)
  async prune(): Promise<void> {
    if (!this.config.doesWork) return;
    const now = this.clock.now().getTime();
    const keys = await this.delete(
      `DELETE FROM idempotency_keys WHERE (account_id, key) IN
         (SELECT account_id, key FROM idempotency_keys WHERE created_at < $1 LIMIT ${STEP})`,
      new Date(now - this.config.get('IDEMPOTENCY_RETENTION_DAYS') * DAY_MS),
    );
    const statuses = await this.delete(
      `DELETE FROM early_statuses WHERE ctid = ANY(ARRAY(SELECT ctid FROM early_statuses WHERE received_at < $1 LIMIT ${STEP}))`,
      new Date(now - EARLY_STATUS_DAYS * DAY_MS),
    );
    await this.delete(
      `DELETE FROM recipient_paces WHERE conversation_id IN
         (SELECT conversation_id FROM recipient_paces WHERE owed_until < $1 LIMIT ${STEP})`,
      new Date(now - HOUR_MS),
    );
    await this.delete(
      `DELETE FROM sending_paces WHERE id IN
         (SELECT id FROM broadcasts WHERE finished_at < $1 AND EXISTS (SELECT FROM sending_paces WHERE sending_paces.id = broadcasts.id) LIMIT ${STEP})`,
      new Date(now - HOUR_MS),
    );
    if (keys + statuses > 0) this.logger.log(`Deleted ${keys} idempotency keys, ${statuses} statuses of nothing.`);
  }

  private delete(sql: string, before: Date): Promise<number> {
    return inBatches(STEP, () => this.database.run(sql, [before]));
  }
}
