import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DAY_MS } from '../durations.js';
import { RetentionService } from '../retention/retention.service.js';
import { EventLog } from './event-log.js';

const BATCH_SIZE = 5_000;

/** Event retention: EVENT_RETENTION_DAYS; a subscriber that was away for longer must reload. */
@Injectable()
export class EventRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly retention: RetentionService,
    private readonly log: EventLog,
  ) {}

  onModuleInit(): void {
    this.retention.register({
      name: 'events',
      keepForMs: this.config.get('EVENT_RETENTION_DAYS') * DAY_MS,
      batchSize: BATCH_SIZE,
      deleteBatch: (before, batchSize) => this.log.prune(before, batchSize),
    });
  }
}
