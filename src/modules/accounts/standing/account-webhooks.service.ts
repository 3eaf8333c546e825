import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import type { AccountChange, AccountUpdate } from '../../../whatsapp/webhooks/account-updates.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService } from '../accounts.service.js';
import { BusinessPhoneNumberEntity } from '../phone-numbers/business-phone-number.entity.js';
import { HistoryService, type NewHistoryEntry } from '../history/history.service.js';
import { accountNotice } from '../domain/account-notice.js';
import { PhoneNumbersService } from '../phone-numbers/phone-numbers.service.js';

/** Meta's clock and ours may differ by so much. */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;
/** An error that comes again and again is told once an hour. */
const SAME_ERROR_MS = 3_600_000;
const HIGH_THROUGHPUT = 1_000;

/**
 * Takes in what webhooks tell of an account and its numbers: applied, kept in history, pushed, and told to administrators
 * where somebody has to act. Older news never undoes newer.
 */
@Injectable()
export class AccountWebhooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly numbers: PhoneNumbersService,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
  ) {}

  /** In the caller's transaction. */
  async apply(accountId: string, updates: readonly AccountUpdate[]): Promise<void> {
    for (const update of updates) await this.applyOne(accountId, update);
  }

  private async applyOne(accountId: string, { change: news, occurredAt: told }: AccountUpdate): Promise<void> {
    const now = this.clock.now();
    const isPlausible = told !== null && told.getTime() <= now.getTime() + CLOCK_DIFFERENCE_MS;
    const occurredAt = isPlausible ? told : now;
    const account = await this.database
      .repository(AccountEntity)
      .findOneOrFail({ where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
    const notice = accountNotice(news);
    const reason = [notice.title, notice.details].filter((text) => text !== null).join(': ');
    if (await this.isKnown(accountId, news, reason, occurredAt)) return;
    const change = await this.change(account, news, occurredAt);
    await this.history.record({
      accountId,
      templateId: null,
      kind: 'ACCOUNT',
      from: null,
      to: notice.title,
      reason,
      source: 'WEBHOOK',
      userId: null,
      occurredAt,
      ...change,
    });
    if (notice.isForAdmins) {
      const { title, body } = notice;
      await this.notifications.notifyAdmins({
        accountId,
        reason: 'ACCOUNT_CHANGED',
        title: account.name,
        body: `${title}. ${body}`,
      });
    }
    await this.accounts.publishChange(accountId);
  }

  /** Meta delivers twice now and then; and some errors come with every message. */
  private async isKnown(accountId: string, news: AccountChange, reason: string, at: Date): Promise<boolean> {
    const since = news.type === 'ERROR' ? new Date(at.getTime() - SAME_ERROR_MS) : at;
    const [known] = await this.database.query(
      `SELECT 1 FROM history_entries WHERE account_id = $1 AND template_id IS NULL AND source = 'WEBHOOK' AND reason = $2
          AND occurred_at BETWEEN $3 AND $4 LIMIT 1`,
      [accountId, reason, since, at],
    );
    return known !== undefined;
  }

  /** Does what the news says. Returns how it stands in history, where it is a change from something to something. */
  private async change(account: AccountEntity, news: AccountChange, at: Date): Promise<Partial<NewHistoryEntry>> {
    switch (news.type) {
      case 'ACCOUNT':
        return this.changeStanding(account, news, at);
      case 'NUMBER_QUALITY':
        await this.changeLimits(account.id, news.displayPhoneNumber, news.messagingLimit, at);
        await this.changeThroughput(account.id, news);
        return {};
      case 'NUMBER_NAME':
        if (news.decision === 'APPROVED') await this.changeName(account.id, news, at);
        return {};
      case 'CAPABILITY':
        await this.changeLimits(account.id, null, news.messagingLimit, at);
        return {};
      case 'SECURITY':
      case 'ERROR':
        return {};
    }
  }

  private async changeStanding(
    account: AccountEntity,
    { standing, restrictions }: Extract<AccountChange, { type: 'ACCOUNT' }>,
    at: Date,
  ): Promise<Partial<NewHistoryEntry>> {
    const isOld = account.statusAsOf !== null && account.statusAsOf > at;
    if (standing === null || isOld) return {};
    // A token that Meta refuses stays refused, whatever becomes of the account.
    const keepsToken = standing === 'CONNECTED' && account.status === 'TOKEN_INVALID';
    const status = keepsToken ? account.status : standing;
    await this.database.repository(AccountEntity).update(account.id, {
      status,
      statusAsOf: at,
      restrictions: restrictions ?? (standing === 'CONNECTED' ? [] : account.restrictions),
      updatedAt: () => 'now()',
    });
    return { kind: 'STATUS', from: account.status, to: status };
  }

  /** Null for the number: all of the account share the limit. */
  private async changeLimits(
    accountId: string,
    displayPhoneNumber: string | null,
    messagingLimit: string | null,
    at: Date,
  ): Promise<void> {
    if (messagingLimit === null) return;
    const number =
      displayPhoneNumber === null ? null : await this.numbers.byDisplayNumber(accountId, displayPhoneNumber);
    await this.database.run(
      `UPDATE business_phone_numbers SET messaging_limit = $3, limit_as_of = $4, updated_at = now()
        WHERE account_id = $1 AND ($2::uuid IS NULL OR id = $2) AND (limit_as_of IS NULL OR limit_as_of <= $4)`,
      [accountId, number?.id ?? null, messagingLimit, at],
    );
  }

  private async changeThroughput(
    accountId: string,
    { event, displayPhoneNumber }: Extract<AccountChange, { type: 'NUMBER_QUALITY' }>,
  ): Promise<void> {
    const number = await this.numbers.byDisplayNumber(accountId, displayPhoneNumber);
    if (number === null) return;
    const numbers = this.database.repository(BusinessPhoneNumberEntity);
    if (event === 'THROUGHPUT_UPGRADE') await numbers.update(number.id, { throughput: HIGH_THROUGHPUT });
    if (event === 'FLAGGED') await numbers.update(number.id, { qualityRating: 'RED' });
    if (event === 'UNFLAGGED') await numbers.update(number.id, { qualityRating: 'UNKNOWN' });
  }

  private async changeName(
    accountId: string,
    { displayPhoneNumber, requestedName }: Extract<AccountChange, { type: 'NUMBER_NAME' }>,
    at: Date,
  ): Promise<void> {
    const number = await this.numbers.byDisplayNumber(accountId, displayPhoneNumber);
    if (number === null || requestedName === null) return;
    await this.database.run(
      `UPDATE business_phone_numbers SET verified_name = $2, name_as_of = $3, updated_at = now()
        WHERE id = $1 AND (name_as_of IS NULL OR name_as_of <= $3)`,
      [number.id, requestedName, at],
    );
  }
}
