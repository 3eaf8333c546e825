import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService, UNVERIFIED } from '../accounts.service.js';
import { LOST_KEY_REASON } from '../domain/lost-key.js';
import { HistoryService } from '../history/history.service.js';
import { because, type Because } from '../../../common/errors/because.js';

/** Unusable credentials: an account that nothing works for until new ones are saved says so, and holds back what it sends. */
@Injectable()
export class UnusableCredentialsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly accounts: AccountsService,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * Meta has refused the access token: nothing works until a new one is saved, and administrators must see that.
   * @returns false where Meta's own word on the account stays (RESTRICTED and the like), which says nothing of the token
   */
  async recordRefusedToken(id: string): Promise<boolean> {
    return this.holdBack(id, because('TOKEN_REFUSED'), `status IN ('CONNECTED', 'UNVERIFIED')`, null);
  }

  /** The key of its secrets is lost: as with a refused token, nothing works until they are entered again. */
  async recordLostKey(id: string): Promise<void> {
    await this.holdBack(
      id,
      because('SECRETS_UNREADABLE'),
      `sending_pause_reason IS DISTINCT FROM '${LOST_KEY_REASON}'`,
      LOST_KEY_REASON,
    );
  }

  /** The key has been found again. */
  async forgetLostKey({ id, sendingPauseReason }: AccountEntity): Promise<void> {
    if (sendingPauseReason !== LOST_KEY_REASON) return;
    await this.database.repository(AccountEntity).update(id, UNVERIFIED);
    await this.wakeUps.wakeAfterCommit('messages-queued');
    await this.accounts.publishChange(id);
  }

  /** Holds back all that an account sends, if it is not already, and says so. `only` is SQL of ours. */
  private async holdBack(id: string, reason: Because, only: string, pauseReason: string | null): Promise<boolean> {
    return this.database.transaction(async () => {
      const marked = await this.database.run(
        `UPDATE accounts SET status = 'TOKEN_INVALID', sending_pause_reason = coalesce($2, sending_pause_reason), updated_at = now()
          WHERE id = $1 AND ${only}`,
        [id, pauseReason],
      );
      if (marked === 0) return (await this.accounts.byIds([id]))[0]?.status === 'TOKEN_INVALID';
      const { name } = await this.accounts.publishChange(id);
      const occurredAt = this.clock.now();
      const change = { kind: 'STATUS' as const, from: null, to: 'TOKEN_INVALID', reason };
      await this.history.record({
        ...change,
        accountId: id,
        templateId: null,
        source: 'SYSTEM',
        userId: null,
        occurredAt,
      });
      const body = because('NOTICE_TOKEN_NEEDED', { why: reason });
      await this.notifications.notifyAdmins({ accountId: id, reason: 'TOKEN_INVALID', title: name, body });
      return true;
    });
  }
}
