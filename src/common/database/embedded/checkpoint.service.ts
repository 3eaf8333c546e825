import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../../config/config.js';
import { errorName } from '../../errors/error-name.js';
import { Drain } from '../../shutdown/drain.js';
import { Database } from '../database.js';

const EVERY_MS = 10_000;
/** Bytes of the log that a start after a crash may have to read again. */
const MAX_LOG_BYTES = 64 * 1024 * 1024;
/** The record of a checkpoint itself, and what PostgreSQL notes beside it. */
const CHECKPOINT_RECORD_BYTES = 1_024;
/** As PostgreSQL's `checkpoint_timeout`. */
const MAX_AGE_SECONDS = 300;

/**
 * Checkpoints of the embedded database, which has no checkpointer: without them its log grows for ever, and a start after a
 * crash reads all of it. One is made after 64 MB of log, or five minutes in which something was written.
 */
@Injectable()
export class CheckpointService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(CheckpointService.name);
  private isStopping = false;
  private current: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly drain: Drain,
  ) {}

  @Interval(EVERY_MS)
  runInBackground(): void {
    if (this.config.get('DATABASE_URL') !== null) return; // PostgreSQL does it by itself
    this.run().catch((error: unknown) => this.logger.error(`Checkpoint failed: ${errorName(error)}`));
  }

  /** Makes a checkpoint where one is due. @returns whether it was */
  run(): Promise<boolean> {
    const next = this.current.then(() => this.runOnce());
    this.current = next.catch(() => undefined);
    return next;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true; // closing writes one
    await this.drain.waitFor('Checkpoint', this.current);
  }

  private async runOnce(): Promise<boolean> {
    if (this.isStopping || !(await this.isDue())) return false;
    await this.database.run('CHECKPOINT');
    return true;
  }

  private async isDue(): Promise<boolean> {
    const [log] = await this.database.query<{ is_due: boolean }>(
      `SELECT written.bytes > $1 OR (written.bytes > 0 AND checkpoint_time < clock_timestamp() - make_interval(secs => $2)) AS is_due
         FROM pg_control_checkpoint(),
              LATERAL (SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), checkpoint_lsn) - $3 AS bytes) AS written`,
      [MAX_LOG_BYTES, MAX_AGE_SECONDS, CHECKPOINT_RECORD_BYTES],
    );
    return log?.is_due ?? false;
  }
}
