import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { inBatches } from '../database/in-batches.js';
import { EventLog } from './event-log.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP = 5_000;

/** Deletes events that are older than EVENT_RETENTION_DAYS, every hour, in small steps. Harmless on several processes. */
@Injectable()
export class PruneEventsService {
  private readonly logger = new Logger(PruneEventsService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  @Interval(HOUR_MS)
  async prune(): Promise<void> {
    if (!this.config.doesWork) return;
    const before = new Date(this.clock.now().getTime() - this.config.get('EVENT_RETENTION_DAYS') * DAY_MS);
    const total = await inBatches(STEP, (step) => this.log.prune(before, step));
    if (total > 0) this.logger.log(`Deleted ${total} events.`);
  }
}
