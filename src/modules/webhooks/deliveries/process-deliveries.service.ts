import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { Database } from '../../../common/database/database.js';
import { isTransient } from '../../../common/database/is-transient.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import { AccountDirectory, type DirectoryEntry } from '../../accounts/account-directory.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { ApplyDeliveriesService } from './apply-deliveries.service.js';
import { DeliveryTraces } from './delivery-traces.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { Config } from '../../../common/config/config.js';
import { ExclusiveChanges, NeedsExclusiveError } from '../../conversations/contacts/exclusive-changes.js';
import { chooseLanes, EXCLUSIVE_LANE, LANE_COUNT } from './lanes.js';
import { WebhookQueue, type QueuedDelivery } from './webhook-queue.js';

const BATCH_SIZE = 200;
const POLL_MS = 1_000;
/** While one waits for PostgreSQL, the other computes. */
const LOOPS = 2;

/**
 * Processes deliveries, account by account in turn: side by side in lanes that have no customer in common, in each in the
 * order in which they came; or, where that will not do, all of the account in order and alone (docs/decisions/0035).
 * Claiming, applying and recording the outcome are one transaction: a crash leaves everything as it was.
 */
@Injectable()
export class ProcessDeliveriesService implements OnApplicationBootstrap {
  private readonly logger = new Logger(ProcessDeliveriesService.name);
  /** The embedded database has one session: nobody else could work at the same time. */
  private readonly isEmbedded: boolean;

  constructor(
    config: Config,
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountsService,
    private readonly queue: WebhookQueue,
    private readonly deliveries: ApplyDeliveriesService,
    private readonly metrics: WebhookMetrics,
    private readonly changes: ExclusiveChanges,
    private readonly traces: DeliveryTraces,
  ) {
    this.isEmbedded = config.get('DATABASE_URL') === null;
  }

  onApplicationBootstrap(): void {
    for (let loop = 0; loop < (this.isEmbedded ? 1 : LOOPS); loop += 1) {
      this.background.start({
        name: ProcessDeliveriesService.name,
        work: () => this.workOnce(),
        pollMs: POLL_MS,
        wakesOn: 'webhooks-received',
      });
    }
  }

  /** One batch of each account that has something; true when there may be more. */
  private async workOnce(): Promise<boolean> {
    const entries = [...(await this.directory.entries()).values()];
    const withWork = entries.length === 1 ? entries : await this.withWork(entries);
    let mayHaveMore = false;
    for (const entry of withWork) {
      const isFull = await withLogFields({ accountId: entry.accountId }, () =>
        this.isEmbedded ? this.processAlone(entry) : this.processLanes(entry),
      );
      mayHaveMore ||= isFull;
    }
    return mayHaveMore;
  }

  private async withWork(entries: DirectoryEntry[]): Promise<DirectoryEntry[]> {
    const ids = await this.queue.accountsWithWork(entries.map(({ accountId }) => accountId));
    return entries.filter(({ accountId }) => ids.has(accountId));
  }

  /** A batch of lanes that nobody works on. Whether there may be more. */
  private async processLanes(entry: DirectoryEntry): Promise<boolean> {
    const pending = await this.queue.pending(entry.accountId, BATCH_SIZE);
    if (pending.length === 0) return false;
    if (pending.some(({ lane }) => lane === EXCLUSIVE_LANE)) return this.processAlone(entry);
    const { chosen, rest } = chooseLanes(pending, BATCH_SIZE, Math.floor(Math.random() * LANE_COUNT));
    try {
      const count = (await this.applyLanes(entry, chosen)) || (await this.applyLanes(entry, rest));
      return count > 0 && (count === BATCH_SIZE || rest.length > 0);
    } catch (error) {
      if (isTransient(error)) throw error;
      if (!(error instanceof NeedsExclusiveError))
        this.logger.warn(`A batch of webhooks could not be stored (${(error as Error).name}); trying it alone.`);
      return this.processAlone(entry);
    }
  }

  /** How many deliveries the batch had; none where others work on all of the lanes. */
  private async applyLanes(entry: DirectoryEntry, lanes: readonly number[]): Promise<number> {
    if (lanes.length === 0) return 0;
    const batch = await this.database.transaction(async () => {
      const claimed = await this.queue.claimLanes(entry.accountId, lanes, BATCH_SIZE);
      this.changes.forbid((userIds) => this.queue.isNamedBefore(entry.accountId, claimed, userIds.map(quoted)));
      await this.apply(entry, claimed);
      return claimed;
    });
    this.metrics.recordProcessed(batch);
    return batch.length;
  }

  /** A batch of the whole account, in order, while nobody else works on it. Whether there may be more. */
  private async processAlone(entry: DirectoryEntry): Promise<boolean> {
    let batch: QueuedDelivery[] = [];
    try {
      await this.database.transaction(async () => {
        batch = await this.queue.claimAll(entry.accountId, BATCH_SIZE);
        await this.apply(entry, batch);
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.warn(
        `A batch of ${batch.length} webhooks could not be stored (${(error as Error).name}); trying each by itself.`,
      );
      await this.processSeparately(entry, batch);
    }
    this.metrics.recordProcessed(batch);
    return batch.length === BATCH_SIZE;
  }

  private async apply(entry: DirectoryEntry, batch: QueuedDelivery[]): Promise<void> {
    if (batch.length === 0) return;
    await this.traces.process(entry.accountId, batch, async () => {
      await this.deliveries.applyTogether(entry.accountId, entry.whatsappAccountId, batch);
      await this.accounts.recordWebhook(entry.accountId);
    });
  }

  private async processSeparately(entry: DirectoryEntry, batch: QueuedDelivery[]): Promise<void> {
    const alone = () => this.queue.lockAll(entry.accountId);
    for (const delivery of batch) {
      await withLogFields({ deliveryId: delivery.id }, () =>
        this.traces.process(entry.accountId, [delivery], () =>
          this.deliveries.applySeparately(entry.accountId, entry.whatsappAccountId, delivery, alone),
        ),
      );
    }
  }
}

/** As Meta's JSON has it. */
function quoted(id: string): string {
  return JSON.stringify(id);
}
