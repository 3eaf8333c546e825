import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { SECOND_MS } from '../../common/durations.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { WebhookQueue } from './deliveries/webhook-queue.js';
import { ReconcileUnconfirmedService } from '../messages/dispatch/reconcile-unconfirmed.service.js';

/** Processing that keeps up takes a delivery well before. */
const SOON_MS = 5 * SECOND_MS;

/** Unread statuses: accounts of which a delivery waits to be processed for longer than it should. What is in it, nobody knows. */
@Injectable()
export class UnreadStatusesService implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly queue: WebhookQueue,
    private readonly directory: AccountDirectory,
    private readonly unconfirmed: ReconcileUnconfirmedService,
  ) {}

  onModuleInit(): void {
    this.unconfirmed.askForUnreadStatuses(() => this.accountIds());
  }

  private async accountIds(): Promise<string[]> {
    const ids = [...(await this.directory.entries()).values()].map(({ accountId }) => accountId);
    const now = this.clock.now().getTime();
    const oldest = await this.queue.oldestOf(ids);
    return [...oldest].filter(([, receivedAt]) => Math.abs(receivedAt.getTime() - now) > SOON_MS).map(([id]) => id);
  }
}
