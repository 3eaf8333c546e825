import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { earliestInboundOfOpenWindow } from '../domain/service-window.js';
import { InboxRowsService } from './inbox-rows.service.js';

const POLL_MS = 30_000;
const BATCH_SIZE = 500;

/**
 * Records that service windows have closed: time closes them, and an index knows no time. Lists look again at whatever
 * was still open when it was last recorded, so that they are right however late this is; and quick if it is not.
 */
@Injectable()
export class ClosedWindowsService implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rows: InboxRowsService,
    private readonly backgroundWork: BackgroundWork,
  ) {}

  onApplicationBootstrap(): void {
    this.backgroundWork.start({
      name: 'ClosedWindows',
      work: async () => (await this.recordBatch()) === BATCH_SIZE,
      pollMs: POLL_MS,
    });
  }

  /** Returns how many have closed. Those that somebody else is writing to are left to the next time. */
  async recordBatch(): Promise<number> {
    return this.database.transaction(async () => {
      const closed = await this.database.query<{ id: string }>(
        `UPDATE conversations SET is_window_open = false WHERE id IN (
           SELECT id FROM conversations WHERE is_window_open AND last_inbound_at <= $1
            ORDER BY last_inbound_at LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED) RETURNING id`,
        [earliestInboundOfOpenWindow(this.clock.now())],
      );
      if (closed.length > 0) await this.rows.copy(closed.map(({ id }) => id));
      return closed.length;
    });
  }
}
