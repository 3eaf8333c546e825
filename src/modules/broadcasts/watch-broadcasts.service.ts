import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../common/jobs/background-work.js';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { EventLog } from '../../common/events/event-log.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import { BroadcastsService } from './broadcasts.service.js';
import { CancelMessagesService } from './cancel-messages.service.js';
import type { BroadcastCounts, BroadcastStatus } from './domain/broadcast.js';

const LOOK_EVERY_MS = 1_000;
/** Whoever has it reads it in the first days, and then hardly. */
const FOLLOWED_DAYS = 3;
const FINISHED_EVERY_SECONDS = 10;

interface WatchedRow {
  id: string;
  account_id: string;
  status: BroadcastStatus;
  pause_reason: string | null;
  resume_at: Date | null;
  finished_at: Date | null;
  published_progress: string | null;
  is_marketing: boolean;
  template_name: string;
}

/** Begins broadcasts when their time has come, pauses, resumes and ends them, and tells how far they are. */
@Injectable()
export class WatchBroadcastsService implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly broadcasts: BroadcastsService,
    private readonly cancelling: CancelMessagesService,
    private readonly notifications: NotificationsService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({
      name: WatchBroadcastsService.name,
      work: () => this.watch(),
      pollMs: LOOK_EVERY_MS,
      wakesOn: 'broadcasts-changed',
    });
  }

  private async watch(): Promise<boolean> {
    await this.beginAndResume();
    await this.pauseUnsendable();
    const due = await this.due();
    if (due.length === 0) return false;
    for (const row of due) await this.takeBack(row);
    const counts = await this.broadcasts.counts(due.map(({ id }) => id));
    for (const [index, row] of due.entries()) await this.tell(row, counts[index]);
    return false;
  }

  /** A template that cannot be sent keeps its broadcasts waiting: they go on when Meta approves it again. */
  private async beginAndResume(): Promise<void> {
    const changed = await this.database.run(
      `UPDATE broadcasts SET status = 'RUNNING', pause_reason = NULL
        WHERE finished_at IS NULL AND ((status = 'SCHEDULED' AND start_at <= $1)
           OR (status = 'PAUSED' AND resume_at <= $1 AND (SELECT status FROM templates WHERE id = template_id) = 'APPROVED'))`,
      [this.clock.now()],
    );
    if (changed > 0) this.wakeUps.wake('messages-queued');
  }

  private async pauseUnsendable(): Promise<void> {
    await this.database.run(
      `UPDATE broadcasts SET status = 'PAUSED', resume_at = $1,
              pause_reason = 'The template is ' || templates.status || '. The broadcast goes on by itself when Meta approves it again.'
         FROM templates WHERE templates.id = template_id AND broadcasts.status = 'RUNNING' AND finished_at IS NULL
          AND templates.status <> 'APPROVED'`,
      [this.clock.now()],
    );
  }

  private async due(): Promise<WatchedRow[]> {
    const now = this.clock.now().getTime();
    return this.database.query<WatchedRow>(
      `SELECT broadcasts.id, broadcasts.account_id, broadcasts.status, pause_reason, resume_at, finished_at, published_progress,
              templates.category = 'MARKETING' AS is_marketing, templates.display_name AS template_name
         FROM broadcasts JOIN templates ON templates.id = template_id
        WHERE finished_at IS NULL OR (finished_at > $1 AND last_published_at < $2)`,
      [new Date(now - FOLLOWED_DAYS * 86_400_000), new Date(now - FINISHED_EVERY_SECONDS * 1_000)],
    );
  }

  /** Of a cancelled broadcast what came back from a worker meanwhile, of marketing what waits for whoever opted out. */
  private async takeBack({
    id,
    status,
    finished_at: finishedAt,
    is_marketing: isMarketing,
  }: WatchedRow): Promise<void> {
    if (finishedAt !== null) return;
    if (status === 'CANCELLED') await this.cancelling.cancelRest(id);
    else if (isMarketing) await this.cancelling.cancelOptedOut(id);
  }

  /** At most once a look, and by one process: counts move faster than people read. */
  private async tell(
    { id, account_id: accountId, published_progress: told, ...row }: WatchedRow,
    counts: BroadcastCounts | undefined,
  ): Promise<void> {
    if (counts === undefined) return;
    const isDone = counts.queued === 0 && row.status !== 'SCHEDULED';
    const status = isDone && row.status !== 'CANCELLED' ? 'FINISHED' : row.status;
    const progress = JSON.stringify([status, row.pause_reason, counts]);
    const isNews = progress !== told || isDone !== (row.finished_at !== null);
    if (!isNews && !isDone) return; // waits, as it did
    await this.database.transaction(async () => {
      const changed = await this.database.run(
        `UPDATE broadcasts SET status = $3, published_progress = $4, last_published_at = $5,
                finished_at = CASE WHEN $6 THEN coalesce(finished_at, $5) END,
                pause_reason = CASE WHEN $3 = 'PAUSED' THEN pause_reason END
          WHERE id = $1 AND status = $2 AND published_progress IS NOT DISTINCT FROM $7`,
        [id, row.status, status, progress, this.clock.now(), isDone, told],
      );
      if (changed === 0 || progress === told) return;
      this.events.append({ accountId, kind: 'BROADCAST', entityId: id });
      const wasPaused = told?.startsWith('["PAUSED"') === true;
      if (status !== 'PAUSED' || wasPaused || row.resume_at !== null || row.pause_reason === null) return;
      await this.notifications.notifyAdmins({
        accountId,
        reason: 'ACCOUNT_CHANGED',
        title: row.template_name,
        body: `A broadcast is paused. ${row.pause_reason}`,
      });
    });
  }
}
