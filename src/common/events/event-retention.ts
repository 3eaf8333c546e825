import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DAY_MS } from '../durations.js';
import { RetentionService } from '../retention/retention.service.js';
import { EventPartitions } from './event-partitions.js';

/** More than there ever are. */
const BATCH_SIZE = 1_000;
/** A partition is closed after this part of the retention: by so much longer its first events are kept. */
const PARTITIONS_PER_RETENTION = 8;

/**
 * Event retention: EVENT_RETENTION_DAYS and up to an eighth more, by whole partitions; a subscriber that was away for
 * longer must reload. Makes the next partitions too, every hour under the lease of retention.
 */
@Injectable()
export class EventRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly retention: RetentionService,
    private readonly partitions: EventPartitions,
  ) {}

  onModuleInit(): void {
    const keepForMs = this.config.get('EVENT_RETENTION_DAYS') * DAY_MS;
    this.retention.register({
      name: 'partitions of the event log',
      keepForMs,
      batchSize: BATCH_SIZE,
      deleteBatch: async (before) => {
        await this.partitions.prepare(new Date(before.getTime() + keepForMs * (1 - 1 / PARTITIONS_PER_RETENTION)));
        return this.partitions.dropBefore(before);
      },
    });
  }
}
