import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { inBatches } from '../database/in-batches.js';
import { errorName } from '../errors/error-name.js';
import { Leases } from '../jobs/leases.js';
import { Drain } from '../shutdown/drain.js';

/** Rows that are kept for a time and then deleted, as the module that owns them registers them. */
export interface RetentionRule {
  /** What is deleted, in the plural, as the log names it: `idempotency keys`. */
  name: string;
  /** For how long a row is kept, in milliseconds. */
  keepForMs: number;
  /** Rows that one statement deletes at most, so that it holds up nobody. */
  batchSize: number;
  /** Deletes up to `batchSize` rows that are older than `before`, in a transaction of its own. Returns how many. */
  deleteBatch: (before: Date, batchSize: number) => Promise<number>;
}

const LEASE_SECONDS = 600;

/**
 * Retention of every table: hourly, and once after the start, because a worker may be restarted more often than every
 * hour. One process at a time works, under a lease; each rule's failure is logged and holds up no other rule.
 */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionService.name);
  private readonly rules: RetentionRule[] = [];
  private isStopping = false;
  /** Ends with the last run that was asked for: in one process they follow each other. */
  private current: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly leases: Leases,
    private readonly drain: Drain,
  ) {}

  /** Rules are registered while modules start (onModuleInit), before the first run. */
  register(...rules: RetentionRule[]): void {
    this.rules.push(...rules);
  }

  onApplicationBootstrap(): void {
    this.runInBackground();
  }

  @Cron(CronExpression.EVERY_HOUR)
  runInBackground(): void {
    if (!this.config.doesWork) return;
    this.run().catch((error: unknown) => this.logger.error(`Retention failed: ${errorName(error)}`));
  }

  /** Deletes all that is older than its rule says. @returns rows by name; null while another process is at it */
  run(): Promise<Record<string, number> | null> {
    const next = this.current.then(() => this.runOnce());
    this.current = next.catch(() => undefined);
    return next;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.drain.waitFor('Retention', this.current);
  }

  private async runOnce(): Promise<Record<string, number> | null> {
    const deleted: Record<string, number> = {};
    const wasRun = await this.leases.withLease('retention', LEASE_SECONDS, async () => {
      for (const rule of this.rules) deleted[rule.name] = await this.apply(rule);
    });
    if (!wasRun) return null;
    const counts = Object.entries(deleted).filter(([, count]) => count > 0);
    if (counts.length > 0) this.logger.log(`Deleted ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}.`);
    return deleted;
  }

  private async apply({ name, keepForMs, batchSize, deleteBatch }: RetentionRule): Promise<number> {
    const before = new Date(this.clock.now().getTime() - keepForMs);
    try {
      return await inBatches(batchSize, async (step) => (this.isStopping ? 0 : deleteBatch(before, step)));
    } catch (error) {
      this.logger.error(`Retention of ${name} failed: ${errorName(error)}`);
      return 0;
    }
  }
}
