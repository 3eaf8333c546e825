import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { earliestInboundOfOpenWindow } from '../domain/chat/service-window.js';
import { InboxRowsService } from './inbox-rows.service.js';

const POLL_MS = 30_000;
const BATCH_SIZE = 500;

/** As columns say it, and as the time does. The second is rare: a clock was set back. */
const TURNS = {
  closed: 'is_window_open AND last_inbound_at <= $1',
  openAgain: 'NOT is_window_open AND merged_into_id IS NULL AND last_inbound_at > $1',
} as const;

/**
 * Records that service windows have closed: time closes them, and an index knows no time. Lists look again at whatever
 * was still open when it was last recorded, so that they are right however late this is; and quick if it is not. Windows
 * that a clock opens again, because it was set back, are recorded too: until then lists have them as closed.
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

  /** Returns how many it has recorded of those that most turned. Those that somebody else is writing to are left to the next time. */
  async recordBatch(): Promise<number> {
    return Math.max(await this.record('closed'), await this.record('openAgain'));
  }

  private async record(turn: keyof typeof TURNS): Promise<number> {
    return this.database.transaction(async () => {
      const turned = await this.database.query<{ id: string }>(
        `UPDATE conversations SET is_window_open = NOT is_window_open WHERE id IN (
           SELECT id FROM conversations WHERE ${TURNS[turn]}
            ORDER BY last_inbound_at LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED) RETURNING id`,
        [earliestInboundOfOpenWindow(this.clock.now())],
      );
      if (turned.length > 0) await this.rows.copy(turned.map(({ id }) => id));
      return turned.length;
    });
  }
}
