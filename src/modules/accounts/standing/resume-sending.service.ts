import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService, HALF_OPEN } from '../accounts.service.js';
import { causedBy, HistoryService } from '../history/history.service.js';
import { PhoneNumbersService } from '../phone-numbers/phone-numbers.service.js';
import { because } from '../../../common/errors/because.js';

/** Resumes the sending of an account and its numbers at a person's word: one message is tried at once. */
@Injectable()
export class ResumeSendingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly accounts: AccountsService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly history: HistoryService,
  ) {}

  /**
   * Harmless when nothing is paused.
   * @throws DomainError (NOT_FOUND; NOT_ALLOWED_NOW while Meta refuses the access token)
   */
  async resume(viewer: Viewer, accountId: string): Promise<AccountEntity> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    if (account.status === 'TOKEN_INVALID') {
      const why = because('TOKEN_REFUSED_BY_META');
      throw notAllowedNow(why, ['updateAccount', 'testConnection'], ['accountId']);
    }
    return this.database.transaction(async () => {
      await this.database.repository(AccountEntity).update(account.id, HALF_OPEN);
      await this.phoneNumbers.halfOpen(account.id);
      await this.history.record({
        ...causedBy(viewer, this.clock.now()),
        accountId: account.id,
        templateId: null,
        kind: 'ACCOUNT',
        from: null,
        to: because('SENDING_TRIED_AGAIN'),
        reason: null,
      });
      await this.wakeUps.wakeAfterCommit('messages-queued');
      return this.accounts.publishChange(account.id);
    });
  }
}
