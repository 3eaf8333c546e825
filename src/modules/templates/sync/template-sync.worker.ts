import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { MINUTE_MS, SECOND_MS } from '../../../common/durations.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Config } from '../../../common/config/config.js';
import { errorName } from '../../../common/errors/error-name.js';
import { SyncScheduleService } from './sync-schedule.service.js';
import { SyncLeases } from './sync-leases.js';
import { SyncTemplatesService } from './sync-templates.service.js';

const POLL_MS = 5 * SECOND_MS;
/** Accounts are spread over a quarter of the time between two synchronisations, and never over more. */
const MAX_SPREAD_MS = 10 * MINUTE_MS;

/** Template sync worker: all accounts by TEMPLATE_SYNC_CRON, those with pending templates more often. */
@Injectable()
export class TemplateSyncWorker implements OnApplicationBootstrap {
  private readonly logger = new Logger(TemplateSyncWorker.name);

  constructor(
    private readonly background: BackgroundWork,
    private readonly config: Config,
    private readonly registry: SchedulerRegistry,
    private readonly leases: SyncLeases,
    private readonly schedule: SyncScheduleService,
    private readonly sync: SyncTemplatesService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.doesWork) return;
    this.background.start({
      name: TemplateSyncWorker.name,
      work: () => this.syncNext(),
      pollMs: POLL_MS,
      wakesOn: 'template-sync-due',
    });
    const expression = this.config.get('TEMPLATE_SYNC_CRON');
    if (expression === null) return;
    const job: CronJob = CronJob.from({ cronTime: expression, onTick: () => this.scheduleAll(job), start: true });
    this.registry.addCronJob('template-sync', job);
  }

  private async scheduleAll(job: CronJob): Promise<void> {
    const [next, afterNext] = job.nextDates(2);
    const interval = next === undefined || afterNext === undefined ? 0 : afterNext.toMillis() - next.toMillis();
    try {
      await this.schedule.scheduleAllAccounts(Math.min(interval / 4, MAX_SPREAD_MS));
    } catch (error) {
      this.logger.warn(`The synchronisation of templates could not be scheduled (${errorName(error)}).`);
    }
  }

  private async syncNext(): Promise<boolean> {
    const due = await this.leases.acquireDue();
    if (due === null) return false;
    if (due.isFull) await this.sync.syncBySchedule(due.accountId, due.holder);
    else await this.sync.readPending(due.accountId, due.holder);
    return true;
  }
}
