import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../common/jobs/background-work.js';
import { tryLockUntilCommit } from '../../common/database/advisory-locks.js';
import { Database } from '../../common/database/database.js';
import { isTransient } from '../../common/database/is-transient.js';
import { AccountDirectory, type DirectoryEntry } from '../accounts/account-directory.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { ApplyDeliveriesService, type ReceivedDelivery } from './apply-deliveries.service.js';

const BATCH_SIZE = 200;
const POLL_MS = 1_000;

/**
 * Processes deliveries in the order in which they came, account by account in turn. Claiming, applying and recording the
 * outcome are one transaction: a crash leaves everything as it was.
 */
@Injectable()
export class ProcessDeliveriesService implements OnApplicationBootstrap {
  private readonly logger = new Logger(ProcessDeliveriesService.name);

  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountsService,
    private readonly deliveries: ApplyDeliveriesService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({
      name: ProcessDeliveriesService.name,
      work: () => this.workOnce(),
      pollMs: POLL_MS,
      wakesOn: 'webhooks-received',
    });
  }

  /** One batch of each account that has something; true when there may be more. */
  private async workOnce(): Promise<boolean> {
    const entries = [...(await this.directory.entries()).values()];
    const withWork = entries.length === 1 ? entries : await this.withWork(entries);
    let mayHaveMore = false;
    for (const entry of withWork) {
      const done = await this.processBatch(entry);
      mayHaveMore ||= done === BATCH_SIZE;
    }
    return mayHaveMore;
  }

  private async withWork(entries: DirectoryEntry[]): Promise<DirectoryEntry[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM unnest($1::uuid[]) AS account (id)
        WHERE EXISTS (SELECT FROM webhook_deliveries WHERE account_id = account.id AND state = 'RECEIVED')`,
      [entries.map(({ accountId }) => accountId)],
    );
    const ids = new Set(rows.map(({ id }) => id));
    return entries.filter(({ accountId }) => ids.has(accountId));
  }

  /** How many deliveries the batch had. */
  private async processBatch(entry: DirectoryEntry): Promise<number> {
    let batch: ReceivedDelivery[] = [];
    try {
      await this.database.transaction(async () => {
        batch = await this.claim(entry.accountId);
        if (batch.length === 0) return;
        await this.deliveries.applyTogether(entry.accountId, entry.whatsappAccountId, batch);
        await this.accounts.recordWebhook(entry.accountId);
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.warn(
        `A batch of ${batch.length} webhooks could not be stored (${(error as Error).name}); trying each by itself.`,
      );
      await this.processSeparately(entry, batch);
    }
    return batch.length;
  }

  private async processSeparately(entry: DirectoryEntry, batch: ReceivedDelivery[]): Promise<void> {
    for (const delivery of batch) {
      await this.deliveries.applySeparately(entry.accountId, entry.whatsappAccountId, delivery);
    }
  }

  /** Claims the oldest deliveries of an account; empty when another process works on it. */
  private async claim(accountId: string): Promise<ReceivedDelivery[]> {
    return this.database.query<ReceivedDelivery>(
      `SELECT id, body FROM webhook_deliveries
        WHERE account_id = $1 AND state = 'RECEIVED' AND (SELECT ${tryLockUntilCommit('webhookProcessing', '$1')})
        ORDER BY position, id LIMIT ${BATCH_SIZE}`,
      [accountId],
    );
  }
}
