import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { errorName } from '../../../common/errors/error-name.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { ReadMetaAnalyticsService } from './read-meta-analytics.service.js';

const POLL_MS = MINUTE_MS;

/** Meta analytics worker: all accounts by META_ANALYTICS_CRON, one after the other. */
@Injectable()
export class MetaAnalyticsWorker implements OnApplicationBootstrap {
  private readonly logger = new Logger(MetaAnalyticsWorker.name);

  constructor(
    private readonly background: BackgroundWork,
    private readonly config: Config,
    private readonly registry: SchedulerRegistry,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly accounts: AccountsService,
    private readonly reading: ReadMetaAnalyticsService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.doesWork) return;
    this.background.start({
      name: MetaAnalyticsWorker.name,
      work: () => this.readNext(),
      pollMs: POLL_MS,
      wakesOn: 'meta-analytics-due',
    });
    const expression = this.config.get('META_ANALYTICS_CRON');
    if (expression === null) return;
    const job = CronJob.from({
      cronTime: expression,
      start: true,
      onTick: () =>
        this.scheduleAll().catch((error: unknown) => {
          this.logger.warn(`Reading Meta's analytics could not be scheduled (${errorName(error)}).`);
        }),
    });
    this.registry.addCronJob('meta-analytics', job);
  }

  /** Schedules every account: what is archived or has no readable token is passed over when its turn comes. */
  async scheduleAll(): Promise<void> {
    await this.database.run(
      `INSERT INTO meta_analytics (account_id, next_at) SELECT id, $2 FROM unnest($1::uuid[]) AS account (id)
       ON CONFLICT (account_id) DO UPDATE SET next_at = least(coalesce(meta_analytics.next_at, excluded.next_at), excluded.next_at)`,
      [await this.accounts.allIds(), this.clock.now()],
    );
    await this.wakeUps.wakeAfterCommit('meta-analytics-due');
  }

  private async readNext(): Promise<boolean> {
    const [due] = await this.database.query<{ account_id: string }>(
      'SELECT account_id FROM meta_analytics WHERE next_at <= $1 ORDER BY next_at, account_id LIMIT 1',
      [this.clock.now()],
    );
    return due !== undefined && this.reading.readBySchedule(due.account_id);
  }
}
