import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { BackgroundWork } from '../../common/jobs/background-work.js';
import { isDueSql } from '../../common/clock/is-due.js';
import { Clock } from '../../common/clock/clock.js';
import { DAY_MS, SECOND_MS } from '../../common/durations.js';
import { Database } from '../../common/database/database.js';
import { rowset } from '../../common/database/rowset.js';
import { EventLog } from '../../common/events/event-log.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { ReconcileUnconfirmedService } from '../messages/dispatch/reconcile-unconfirmed.service.js';
import { CancelMessagesService } from '../messages/outbound/cancel-messages.service.js';
import { MessageCountsService } from '../messages/reading/message-counts.service.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import { BroadcastsService } from './broadcasts.service.js';
import { MAX_PAUSE_MS } from './domain/broadcast-pause.js';
import type { BroadcastCounts, BroadcastStatus } from './domain/broadcast.js';
import { because } from '../../common/errors/because.js';

const POLL_MS = SECOND_MS;
/** Most recipients read a broadcast in its first days: so long its counts are published after it has finished. */
const FOLLOWED_MS = 3 * DAY_MS;
const FINISHED_INTERVAL_MS = 10 * SECOND_MS;

/** A pause that is over at once needs nobody; one after the third in a row does. */
const BRAKES_TO_NOTIFY = 3;

interface WatchedRow {
  id: string;
  account_id: string;
  template_id: string;
  status: BroadcastStatus;
  pause_reason: string | null;
  resume_at: Date | null;
  finished_at: Date | null;
  published_progress: string | null;
  pauses: number;
  is_on_trial: boolean;
}

/** Watches broadcasts: starts them when their time has come, pauses, resumes and finishes them, and publishes their progress. */
@Injectable()
export class WatchBroadcastsService implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly broadcasts: BroadcastsService,
    private readonly messageCounts: MessageCountsService,
    private readonly cancelMessages: CancelMessagesService,
    private readonly reconciliation: ReconcileUnconfirmedService,
    private readonly templates: TemplatesService,
    private readonly notifications: NotificationsService,
  ) {}

  onModuleInit(): void {
    this.reconciliation.observeResends((broadcastIds) => this.reopen(broadcastIds));
  }

  onApplicationBootstrap(): void {
    this.background.start({
      name: WatchBroadcastsService.name,
      work: () => this.watch(),
      pollMs: POLL_MS,
      wakesOn: 'broadcasts-changed',
    });
  }

  private async watch(): Promise<boolean> {
    const templates = await this.templatesOfUnfinished();
    await this.startAndResume(templates.filter(({ status }) => status === 'APPROVED'));
    await this.pauseUnsendable(templates.filter(({ status }) => status !== 'APPROVED'));
    const watched = await this.watched();
    if (watched.length === 0) return false;
    const marketing = new Set(templates.filter(({ category }) => category === 'MARKETING').map(({ id }) => id));
    for (const row of watched) await this.cancelUnwanted(row, marketing.has(row.template_id));
    const ids = watched.map(({ id }) => id);
    await this.messageCounts.foldBroadcasts(ids);
    const counts = await this.broadcasts.counts(ids);
    for (const [index, row] of watched.entries()) await this.publishProgress(row, counts[index]);
    return false;
  }

  private async templatesOfUnfinished(): Promise<Template[]> {
    const rows = await this.database.query<{ template_id: string }>(
      'SELECT DISTINCT template_id FROM broadcasts WHERE finished_at IS NULL',
    );
    if (rows.length === 0) return [];
    const templates = await this.templates.byIds(rows.map((row) => row.template_id));
    return templates.filter((template) => template !== null);
  }

  /** A template that cannot be sent keeps its broadcasts waiting: they go on when Meta approves it again. */
  private async startAndResume(approved: readonly Template[]): Promise<void> {
    const changed = await this.database.run(
      `UPDATE broadcasts SET status = 'RUNNING', pause_reason = NULL
        WHERE finished_at IS NULL AND ((status = 'SCHEDULED' AND start_at <= $1)
           OR (status = 'PAUSED' AND ${isDueSql('resume_at', '$1', MAX_PAUSE_MS)} AND template_id = ANY($2)))`,
      [this.clock.now(), approved.map(({ id }) => id)],
    );
    if (changed > 0) this.wakeUps.wake('messages-queued');
  }

  private async pauseUnsendable(unsendable: readonly Template[]): Promise<void> {
    if (unsendable.length === 0) return;
    const template = rowset(
      'template',
      { id: 'uuid', status: 'text' },
      unsendable.map(({ id, status }) => ({ id, status })),
      [this.clock.now()],
    );
    await this.database.run(
      `UPDATE broadcasts SET status = 'PAUSED', resume_at = $1, pause_kind = 'TEMPLATE_NOT_APPROVED', pause_code = NULL, pause_subcode = NULL,
              pause_reason = 'The template is ' || template.status || '. The broadcast goes on by itself when Meta approves it again.'
         FROM ${template.sql}
        WHERE template.id = broadcasts.template_id AND broadcasts.status = 'RUNNING' AND finished_at IS NULL`,
      template.parameters,
    );
  }

  /**
   * Messages of finished broadcasts are sent once more: the broadcasts go on for them. In the caller's transaction, which
   * locks them: who finishes one counts after it.
   */
  private async reopen(broadcastIds: readonly string[]): Promise<void> {
    await this.database.run(
      `UPDATE broadcasts SET status = CASE status WHEN 'FINISHED' THEN 'RUNNING' ELSE status END, finished_at = NULL WHERE id = ANY($1)`,
      [broadcastIds],
    );
  }

  private async watched(): Promise<WatchedRow[]> {
    const now = this.clock.now().getTime();
    return this.database.query<WatchedRow>(
      `SELECT id, account_id, template_id, status, pause_reason, resume_at, finished_at, published_progress, pauses, is_on_trial
         FROM broadcasts WHERE finished_at IS NULL OR (finished_at > $1 AND last_published_at < $2)`,
      [new Date(now - FOLLOWED_MS), new Date(now - FINISHED_INTERVAL_MS)],
    );
  }

  /** Of a cancelled broadcast what was requeued meanwhile; of marketing what waits for whoever has opted out. */
  private async cancelUnwanted(
    { id, status, finished_at: finishedAt }: WatchedRow,
    isMarketing: boolean,
  ): Promise<void> {
    if (finishedAt !== null) return;
    if (status === 'CANCELLED') await this.cancelMessages.cancelBroadcast(id);
    else if (isMarketing) await this.cancelMessages.cancelOptedOut(id);
  }

  /** At most once a look, and by one process: counts move faster than people read. */
  private async publishProgress(
    { id, account_id: accountId, published_progress: published, ...row }: WatchedRow,
    counts: BroadcastCounts | undefined,
  ): Promise<void> {
    if (counts === undefined) return;
    const isDone = counts.queued === 0 && row.status !== 'SCHEDULED' && row.status !== 'PREPARING';
    const status = isDone && row.status !== 'CANCELLED' ? 'FINISHED' : row.status;
    const progress = JSON.stringify([status, row.pause_reason, counts]);
    const hasChanged = progress !== published || isDone !== (row.finished_at !== null);
    if (!hasChanged && !isDone) return; // waits, as it did
    await this.database.transaction(async () => {
      if (isDone && row.finished_at === null && (await this.hasQueued(id))) return;
      const changed = await this.database.run(
        `UPDATE broadcasts SET status = $3, published_progress = $4, last_published_at = $5,
                finished_at = CASE WHEN $6 THEN coalesce(finished_at, $5) END,
                pause_reason = CASE WHEN $3 = 'PAUSED' THEN pause_reason END
          WHERE id = $1 AND status = $2 AND published_progress IS NOT DISTINCT FROM $7`,
        [id, row.status, status, progress, this.clock.now(), isDone, published],
      );
      if (changed === 0 || progress === published) return;
      this.events.append({ accountId, kind: 'BROADCAST', entityId: id });
      const wasPaused = published?.startsWith('["PAUSED"') === true;
      const needsSomebody = row.resume_at === null || (row.is_on_trial && row.pauses === BRAKES_TO_NOTIFY);
      if (status === 'PAUSED' && !wasPaused && needsSomebody) await this.notifyOfPause({ accountId, ...row });
    });
  }

  /** Counted anew, with the broadcast locked until the running transaction ends: something may have been requeued. */
  private async hasQueued(id: string): Promise<boolean> {
    await this.database.query('SELECT FROM broadcasts WHERE id = $1 FOR UPDATE', [id]);
    const [counts] = await this.broadcasts.counts([id]);
    return counts !== undefined && counts.queued > 0;
  }

  /** Only if it does not go on by itself, or not soon. */
  private async notifyOfPause({
    accountId,
    template_id: templateId,
    pause_reason: reason,
  }: { accountId: string } & Pick<WatchedRow, 'template_id' | 'pause_reason'>): Promise<void> {
    if (reason === null) return;
    const [template] = await this.templates.byIds([templateId]);
    await this.notifications.notifyAdmins({
      accountId,
      reason: 'ACCOUNT_CHANGED',
      title: template?.displayName ?? '',
      body: because('NOTICE_BROADCAST_PAUSED', { why: reason }),
    });
  }
}
