import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Config } from '../../../../common/config/config.js';
import { errorName } from '../../../../common/errors/error-name.js';
import { Drain } from '../../../../common/shutdown/drain.js';
import { Leases } from '../../../../common/jobs/leases.js';
import { withLogFields } from '../../../../common/logging/log-context.js';
import { AccountsService } from '../../../accounts/accounts.service.js';
import { SyncBlocksService } from './sync-blocks.service.js';

const LEASE_SECONDS = 3_600;

/** Block sync worker: all accounts, hourly, one after the other; one process at a time. What fails is tried again after an hour. */
@Injectable()
export class BlockSyncWorker implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BlockSyncWorker.name);
  private isStopping = false;
  private current: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly leases: Leases,
    private readonly accounts: AccountsService,
    private readonly sync: SyncBlocksService,
    private readonly drain: Drain,
  ) {}

  @Cron(CronExpression.EVERY_HOUR)
  runInBackground(): void {
    if (!this.config.doesWork) return;
    this.current = this.run().catch((error: unknown) =>
      this.logger.warn(`Block lists could not be read (${errorName(error)}).`),
    );
  }

  async run(): Promise<void> {
    await this.leases.withLease('block-sync', LEASE_SECONDS, async () => {
      for (const id of await this.accounts.allIds()) if (!this.isStopping) await this.syncAccount(id);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.drain.waitFor('Block sync', this.current);
  }

  private async syncAccount(id: string): Promise<void> {
    try {
      await this.sync.syncAccount(id);
    } catch (error) {
      withLogFields({ accountId: id }, () => this.logger.warn(`Block lists could not be read: ${errorName(error)}`));
    }
  }
}
