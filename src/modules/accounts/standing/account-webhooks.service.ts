import { Injectable } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from '../../../common/durations.js';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { META_ERRORS, metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import type { AccountChange, AccountUpdate } from '../../../whatsapp/webhooks/account-updates.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService, HALF_OPEN } from '../accounts.service.js';
import { UnusableCredentialsService } from './unusable-credentials.service.js';
import { BusinessPhoneNumberEntity } from '../phone-numbers/business-phone-number.entity.js';
import { CircuitBreakerService } from './circuit-breaker.service.js';
import { HistoryService, type NewHistoryEntry } from '../history/history.service.js';
import { accountNotice } from '../domain/account-notice.js';
import { NumberChangesService } from '../phone-numbers/number-changes.service.js';
import { PhoneNumbersService } from '../phone-numbers/phone-numbers.service.js';
import { because } from '../../../common/errors/because.js';
import { worded } from '../../../common/errors/wording.js';

/** Meta's clock and ours may differ by so much. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * MINUTE_MS;
/** An error that comes again and again is reported once an hour. */
const SAME_ERROR_MS = HOUR_MS;
const HIGH_THROUGHPUT = 1_000;
/** Decisions on names, in the words in which `GET /{phone}` tells them. */
const NAME_STATUSES: ReadonlyMap<string, string> = new Map([
  ['REJECTED', 'DECLINED'],
  ['DEFERRED', 'PENDING_REVIEW'],
  ['PENDING', 'PENDING_REVIEW'],
]);

/**
 * Account webhooks: updates of an account and its numbers are applied, recorded in history, published to subscribers, and
 * administrators are notified where somebody has to act. An older update never undoes a newer one.
 */
@Injectable()
export class AccountWebhooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly unusableCredentials: UnusableCredentialsService,
    private readonly numbers: PhoneNumbersService,
    private readonly numberChanges: NumberChangesService,
    private readonly history: HistoryService,
    private readonly notifications: NotificationsService,
    private readonly circuitBreaker: CircuitBreakerService,
    private readonly wakeUps: WakeUps,
  ) {}

  /** Applies updates in their order, in the caller's transaction. */
  async apply(accountId: string, updates: readonly AccountUpdate[]): Promise<void> {
    for (const update of updates) await this.applyOne(accountId, update);
  }

  private async applyOne(accountId: string, { change, raw, occurredAt: reportedAt }: AccountUpdate): Promise<void> {
    const now = this.clock.now();
    const isPlausible = reportedAt !== null && reportedAt.getTime() <= now.getTime() + MAX_CLOCK_DIFFERENCE_MS;
    const occurredAt = isPlausible ? reportedAt : now;
    const account = await this.database
      .repository(AccountEntity)
      .findOneOrFail({ where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
    const notice = accountNotice(change);
    const reason = [worded(notice.title).text, notice.details].filter((text) => text !== null).join(': ');
    if (await this.wasRecorded(accountId, change, reason, occurredAt)) return;
    const transition = await this.numberChanges.recording(accountId, { source: 'WEBHOOK', occurredAt }, () =>
      this.applyChange(account, change, occurredAt),
    );
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
      details: raw,
      ...transition,
    });
    if (notice.isForAdmins) {
      const { title, body } = notice;
      await this.notifications.notifyAdmins({
        accountId,
        reason: 'ACCOUNT_CHANGED',
        title: account.name,
        body: because('NOTICE_ACCOUNT', { event: title, meaning: body }),
      });
    }
    await this.accounts.publishChange(accountId);
  }

  /** Meta delivers twice now and then; and some errors come with every message. */
  private async wasRecorded(accountId: string, change: AccountChange, reason: string, at: Date): Promise<boolean> {
    const since = change.type === 'ERROR' ? new Date(at.getTime() - SAME_ERROR_MS) : at;
    const [recorded] = await this.database.query(
      `SELECT 1 FROM history_entries WHERE account_id = $1 AND template_id IS NULL AND source = 'WEBHOOK' AND reason = $2
          AND occurred_at BETWEEN $3 AND $4 LIMIT 1`,
      [accountId, reason, since, at],
    );
    return recorded !== undefined;
  }

  /** @returns what history says of it, where it is a transition from something to something */
  private async applyChange(
    account: AccountEntity,
    change: AccountChange,
    at: Date,
  ): Promise<Partial<NewHistoryEntry>> {
    switch (change.type) {
      case 'ACCOUNT':
        return this.changeStanding(account, change, at);
      case 'NUMBER_QUALITY':
        await this.changeLimits(account.id, change.displayPhoneNumber, change.messagingLimit, at);
        await this.changeThroughput(account.id, change);
        return {};
      case 'NUMBER_NAME':
        await this.recordNameDecision(account.id, change);
        if (change.decision === 'APPROVED') {
          await this.changeName(account.id, change, at);
          await this.tryAgain(account.id);
        }
        return {};
      case 'CAPABILITY':
        await this.changeLimits(account.id, null, change.messagingLimit, at);
        return {};
      case 'ERROR':
        await this.holdBack(account.id, change, at);
        return {};
      case 'SECURITY':
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
    const isTokenRefused = standing === 'CONNECTED' && account.status === 'TOKEN_INVALID';
    const status = isTokenRefused ? account.status : standing;
    await this.database.repository(AccountEntity).update(account.id, {
      status,
      statusAsOf: at,
      restrictions: restrictions ?? (standing === 'CONNECTED' ? [] : account.restrictions),
      updatedAt: () => 'now()',
    });
    if (standing === 'CONNECTED') await this.tryAgain(account.id);
    return { kind: 'STATUS', from: account.status, to: status };
  }

  /** Meta has mended something: what was held back tries one message at once. */
  private async tryAgain(accountId: string): Promise<void> {
    await this.database.repository(AccountEntity).update(accountId, HALF_OPEN);
    await this.numbers.halfOpen(accountId);
    await this.wakeUps.wakeAfterCommit('messages-queued');
  }

  /** What concerns the account or a number holds it back, also where Meta tells of it beside any message. Old news does not. */
  private async holdBack(
    accountId: string,
    { refusal, phoneNumberId }: Extract<AccountChange, { type: 'ERROR' }>,
    at: Date,
  ): Promise<void> {
    if (at.getTime() < this.clock.now().getTime() - SAME_ERROR_MS) return;
    const { code, scope, resume } = metaErrorOf(refusal.code, refusal.subcode);
    if (scope === 'TOKEN' && code !== META_ERRORS.AUTHENTICATION_FAILED.code) {
      await this.unusableCredentials.recordRefusedToken(accountId);
    } else if (scope === 'ACCOUNT') {
      await this.circuitBreaker.trip({ accountId, numberId: null }, { refusal });
    } else if (scope === 'NUMBER' && resume.by === 'TRIAL' && phoneNumberId !== null) {
      const numberId = await this.numbers.idOf(accountId, phoneNumberId);
      await this.circuitBreaker.trip({ accountId, numberId }, { refusal });
    }
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

  /** Of the name that was asked for here or in WhatsApp Manager. */
  private async recordNameDecision(
    accountId: string,
    { displayPhoneNumber, decision, requestedName, reason }: Extract<AccountChange, { type: 'NUMBER_NAME' }>,
  ): Promise<void> {
    const number = await this.numbers.byDisplayNumber(accountId, displayPhoneNumber);
    if (number === null || requestedName === null) return;
    await this.database.repository(BusinessPhoneNumberEntity).update(number.id, {
      requestedName,
      requestedNameStatus: NAME_STATUSES.get(decision) ?? decision,
      requestedNameReason: reason,
    });
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
