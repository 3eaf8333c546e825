import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { isTransient } from '../../../common/database/is-transient.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { withLogFields } from '../../../common/logging/log-context.js';
import type { WebhookPart } from '../../../whatsapp/webhooks/webhook-parts.js';
import { AccountDirectory, type DirectoryEntry } from '../../accounts/account-directory.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { ExclusiveChanges } from '../../conversations/contacts/exclusive-changes.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { ApplyDeliveriesService } from './apply-deliveries.service.js';
import { WebhookQueue, type PhoneAppClaim, type QueuedDelivery } from './webhook-queue.js';

const POLL_MS = 2_000;
/** So many messages a transaction: whoever writes now waits no longer than for these. */
const SLICE_SIZE = 50;
/** After each slice others have the database for as long as the slice took, and at least so long. */
const MIN_PAUSE_MS = 5;
/** While somebody is alone with the account. */
const BUSY_PAUSE_MS = 50;
const MAX_CLAIMS = 600;

/**
 * Processes what the phone's app hands over, thousands of messages in a delivery: beside all that happens now, in slices of
 * a transaction each. Every slice is harmless twice, so that a delivery that was broken off begins again (docs/decisions/0092).
 */
@Injectable()
export class ProcessHistoryService implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly database: Database,
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountsService,
    private readonly queue: WebhookQueue,
    private readonly deliveries: ApplyDeliveriesService,
    private readonly metrics: WebhookMetrics,
    private readonly changes: ExclusiveChanges,
  ) {}

  private isStopping = false;

  onApplicationBootstrap(): void {
    this.background.start({
      name: ProcessHistoryService.name,
      work: () => this.workOnce(),
      pollMs: POLL_MS,
      wakesOn: 'history-received',
    });
  }

  /** The work that is under way ends with its slice. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** One delivery of each account that has any; true when there may be more. */
  private async workOnce(): Promise<boolean> {
    let mayHaveMore = false;
    for (const entry of (await this.directory.entries()).values()) {
      const delivery = await this.queue.oldestOfPhoneApp(entry.accountId);
      if (delivery === null) continue;
      const isDone = await withLogFields({ accountId: entry.accountId, deliveryId: delivery.id }, () =>
        this.process(entry, delivery),
      );
      mayHaveMore ||= isDone;
    }
    return mayHaveMore;
  }

  /** False where it waits on: another process works on it, or others did not leave the account to it for long. */
  private async process(entry: DirectoryEntry, delivery: QueuedDelivery): Promise<boolean> {
    const parsed = this.deliveries.read(delivery, entry.whatsappAccountId);
    const errors: string[] = [];
    for (let at = 0; at < parsed.parts.length; at += SLICE_SIZE) {
      const began = performance.now();
      const problems = await this.applySlice(entry, delivery, parsed.parts.slice(at, at + SLICE_SIZE));
      if (problems === null || this.isStopping) return false;
      errors.push(...problems);
      await sleep(Math.max(MIN_PAUSE_MS, performance.now() - began));
    }
    await this.database.transaction(async () => {
      await this.deliveries.finish(entry.accountId, parsed, errors);
      await this.accounts.recordWebhook(entry.accountId);
    });
    this.metrics.recordProcessed([delivery]);
    return true;
  }

  /** What could not be stored of it; null where it was not claimed. */
  private async applySlice(
    entry: DirectoryEntry,
    delivery: QueuedDelivery,
    parts: readonly WebhookPart[],
  ): Promise<string[] | null> {
    for (let claims = 0; claims < MAX_CLAIMS; claims += 1) {
      const applied = await this.applyOrEach(entry, delivery, parts);
      if (applied !== 'BUSY') return applied;
      await sleep(BUSY_PAUSE_MS);
    }
    return null;
  }

  private async applyOrEach(
    entry: DirectoryEntry,
    delivery: QueuedDelivery,
    parts: readonly WebhookPart[],
  ): Promise<string[] | null | 'BUSY'> {
    try {
      const claim = await this.applyTogether(entry, delivery, parts);
      if (claim === 'BUSY') return claim;
      return claim === 'CLAIMED' ? [] : null;
    } catch (error) {
      if (isTransient(error)) throw error;
      // One after the other, alone: ids that contradict each other, or one that cannot be stored.
      return this.deliveries.applyEach(entry.accountId, parts, () => this.queue.lockAll(entry.accountId));
    }
  }

  private async applyTogether(
    entry: DirectoryEntry,
    delivery: QueuedDelivery,
    parts: readonly WebhookPart[],
  ): Promise<PhoneAppClaim> {
    return this.database.transactionThatBeginsAgain(async () => {
      const claim = await this.queue.claimPhoneApp(entry.accountId, delivery);
      if (claim !== 'CLAIMED') return claim;
      // What waits elsewhere may come before or after it: a history says nothing of an order among ids.
      this.changes.forbid(() => Promise.resolve(false));
      await this.deliveries.applyParts(entry.accountId, parts);
      return claim;
    });
  }
}
