import { Injectable } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../../../common/durations.js';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService } from '../accounts.service.js';
import { HistoryService } from '../history/history.service.js';

const MIN_OPEN_MS = 5 * MINUTE_MS;
const MAX_OPEN_MS = HOUR_MS;

/**
 * Circuit breaker of an account's sending. It trips when Meta refuses for a reason that concerns the whole account: open
 * for 5 minutes, then half-open, which lets one message through as a trial; each trip in a row doubles the time, up to an
 * hour. Whatever Meta accepts closes it. The API shows it as sendingPausedUntil.
 */
@Injectable()
export class CircuitBreakerService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
  ) {}

  /** Opens the circuit. Many messages meet the same refusal at once: it trips once, and people are notified once. */
  async trip(accountId: string, refusal: Refusal): Promise<void> {
    await this.database.transaction(async () => {
      const account = await this.lock(accountId);
      const now = this.clock.now();
      if (account.sendingPausedUntil !== null && account.sendingPausedUntil > now) return;
      const openForMs = Math.min(MIN_OPEN_MS * 2 ** account.circuitTrips, MAX_OPEN_MS);
      await this.database.repository(AccountEntity).update(accountId, {
        sendingPausedUntil: new Date(now.getTime() + openForMs),
        sendingPauseReason: refusal.advice,
        circuitTrips: account.circuitTrips + 1,
      });
      await this.accounts.publishChange(accountId);
      if (account.circuitTrips > 0) return;
      await this.record(accountId, 'Sending paused', `${refusal.code}: ${refusal.details ?? refusal.message}`, now);
      const body = `Meta takes no messages (${refusal.code}). ${refusal.advice} Nothing is lost: what waits is sent afterwards.`;
      await this.notifications.notifyAdmins({ accountId, reason: 'ACCOUNT_CHANGED', title: account.name, body });
    });
  }

  /** Closes the circuit: Meta has accepted something again. Harmless when it is closed. */
  async close(accountId: string): Promise<void> {
    await this.database.transaction(async () => {
      const closed = await this.database.run(
        `UPDATE accounts SET sending_paused_until = NULL, sending_pause_reason = NULL, circuit_trips = 0
          WHERE id = $1 AND circuit_trips > 0`,
        [accountId],
      );
      if (closed === 0) return;
      await this.accounts.publishChange(accountId);
      await this.record(accountId, 'Sending goes on', null, this.clock.now());
    });
  }

  private async record(accountId: string, to: string, reason: string | null, occurredAt: Date): Promise<void> {
    const cause = { source: 'SYSTEM' as const, userId: null, occurredAt };
    await this.history.record({ ...cause, accountId, templateId: null, kind: 'ACCOUNT', from: null, to, reason });
  }

  private lock(id: string): Promise<AccountEntity> {
    return this.database
      .repository(AccountEntity)
      .findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }
}
