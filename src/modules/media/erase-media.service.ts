import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../../common/clock/clock.js';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { inBatches } from '../../common/database/in-batches.js';
import { MediaStore } from './store/media-store.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP = 100;
/** A store over the network takes its time for each. */
const AT_ONCE = 20;

/** Erases files for good, from the store too: of people who ask for it, and what nothing has ever spoken of. */
@Injectable()
export class EraseMediaService {
  private readonly logger = new Logger(EraseMediaService.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly store: MediaStore,
  ) {}

  /** Uploads that no message and no template has spoken of for MEDIA_RETENTION_DAYS, every hour, in small steps. */
  @Interval(HOUR_MS)
  async prune(): Promise<void> {
    if (!this.config.doesWork) return;
    const before = new Date(this.clock.now().getTime() - this.config.get('MEDIA_RETENTION_DAYS') * DAY_MS);
    const total = await inBatches(STEP, () => this.pruneStep(before));
    if (total > 0) this.logger.log(`Deleted ${total} files that nothing speaks of.`);
  }

  private async pruneStep(before: Date): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ id: string }>(
        `DELETE FROM media WHERE id IN (SELECT id FROM media WHERE message_id IS NULL AND NOT is_used AND created_at < $1
                                         ORDER BY created_at LIMIT ${STEP} FOR UPDATE SKIP LOCKED) RETURNING id`,
        [before],
      );
      await this.deleteFiles(rows);
      return rows.length;
    });
  }

  /** The files that came with these messages, in the caller's transaction. Returns how many there were. */
  async eraseOfMessages(messageIds: readonly string[]): Promise<number> {
    const rows = await this.database.query<{ id: string }>(
      'DELETE FROM media WHERE message_id = ANY($1) RETURNING id',
      [messageIds],
    );
    await this.deleteFiles(rows);
    return rows.length;
  }

  /** Within the transaction: a file that could not be deleted keeps its row, and is tried again. */
  private async deleteFiles(rows: readonly { id: string }[]): Promise<void> {
    for (let begin = 0; begin < rows.length; begin += AT_ONCE) {
      await Promise.all(rows.slice(begin, begin + AT_ONCE).map(({ id }) => this.store.delete(id)));
    }
  }
}
