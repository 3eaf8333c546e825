import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { SECOND_MS } from '../../common/durations.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { ReconcileUnconfirmedService } from '../messages/dispatch/reconcile-unconfirmed.service.js';

/** Processing that keeps up takes a delivery well before. */
const SOON_MS = 5 * SECOND_MS;

/** Unread statuses: accounts of which a delivery waits to be processed for longer than it should. What is in it, nobody knows. */
@Injectable()
export class UnreadStatusesService implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly directory: AccountDirectory,
    private readonly unconfirmed: ReconcileUnconfirmedService,
  ) {}

  onModuleInit(): void {
    this.unconfirmed.askForUnreadStatuses(() => this.accountIds());
  }

  private async accountIds(): Promise<string[]> {
    const ids = [...(await this.directory.entries()).values()].map(({ accountId }) => accountId);
    const now = this.clock.now().getTime();
    const rows = await this.database.query<{ id: string }>(
      `SELECT account.id FROM unnest($1::uuid[]) AS account (id)
         JOIN LATERAL (SELECT received_at FROM webhook_deliveries WHERE account_id = account.id AND state = 'RECEIVED'
                        ORDER BY position, id LIMIT 1) AS oldest ON true
        WHERE oldest.received_at NOT BETWEEN $2 AND $3`,
      [ids, new Date(now - SOON_MS), new Date(now + SOON_MS)],
    );
    return rows.map(({ id }) => id);
  }
}
