import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { AccountsApi, type AccountKeys, type TokenInspection } from '../../../whatsapp/accounts-api.js';
import { GraphError, GraphUnreachableError } from '../../../whatsapp/errors/graph-error.js';
import { WEBHOOK_FIELDS, WEBHOOK_PATH } from '../../../whatsapp/webhooks/webhook-fields.js';
import { timeOf } from '../../../whatsapp/json.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { AccountCredentialsService } from './account-credentials.service.js';
import { AccountEntity, type AccountStatus, type StoredTokenInfo } from '../account.entity.js';
import { AccountsService, HALF_OPEN } from '../accounts.service.js';
import { checkConnection, isTokenRefused, type ConnectionFacts, type Finding } from '../domain/connection-checks.js';
import type { ConnectionReport } from '../domain/connection-report.js';
import { NumberChangesService } from '../phone-numbers/number-changes.service.js';
import { PhoneNumbersService } from '../phone-numbers/phone-numbers.service.js';

const REQUIRED_SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];

/** Connection test: asks Meta everything that can be wrong with a connection, and stores report, token and numbers. */
@Injectable()
export class ConnectionTestService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly wakeUps: WakeUps,
    private readonly api: AccountsApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly numberChanges: NumberChangesService,
  ) {}

  async test(viewer: Viewer, accountId: string): Promise<{ account: AccountEntity; report: ConnectionReport }> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    const facts = await this.askMeta(account, this.credentials.keysOf(account));
    const report = checkConnection(facts, this.clock.now());
    return { account: await this.save(account, facts, report), report };
  }

  /** Every account that is not archived, by name: for whoever runs the server. */
  async everyAccount(): Promise<AccountEntity[]> {
    return this.database.repository(AccountEntity).find({ where: { archivedAt: IsNull() }, order: { name: 'ASC' } });
  }

  /** The report of a test, of which nothing is stored. @throws DomainError where the credentials cannot be read */
  async inspect(account: AccountEntity): Promise<ConnectionReport> {
    return checkConnection(await this.askMeta(account, this.credentials.keysOf(account)), this.clock.now());
  }

  private async askMeta(account: AccountEntity, keys: AccountKeys): Promise<ConnectionFacts> {
    const numbers = await this.phoneNumbers.ofAccount(account.id);
    const [token, readable, phoneNumbers, subscribedApps, appSubscription, marketing] = await Promise.all([
      ask(() => this.api.inspectToken(keys)),
      ask(() => this.api.readAccount(keys)),
      ask(() => this.api.phoneNumbers(keys)),
      ask(() => this.api.subscribedApps(keys)),
      ask(() => this.api.appSubscription(keys)),
      ask(() => this.api.marketingStanding(keys)),
    ]);
    return {
      whatsappAccountId: account.whatsappAccountId,
      appId: account.appId,
      phoneNumberIds: numbers.map(({ whatsappPhoneNumberId: phoneNumberId }) => phoneNumberId),
      callbackUrl: this.config.publicUrl + WEBHOOK_PATH,
      requiredFields: WEBHOOK_FIELDS.filter(({ required }) => required).map(({ name }) => name),
      requiredScopes: REQUIRED_SCOPES,
      token,
      account: readable,
      phoneNumbers,
      subscribedApps,
      appSubscription,
      marketingPolicy: account.marketingMessagesPolicy,
      marketing,
    };
  }

  private async save(account: AccountEntity, facts: ConnectionFacts, report: ConnectionReport): Promise<AccountEntity> {
    const { token, phoneNumbers, appSubscription, marketing } = facts;
    const readAt = this.clock.now().toISOString();
    const fields =
      'answer' in appSubscription ? (appSubscription.answer?.fields ?? []).map(({ name }) => name ?? '') : undefined;
    return this.database.transaction(async () => {
      if ('answer' in phoneNumbers)
        await this.numberChanges.recording(account.id, { source: 'SYNC' }, () =>
          this.phoneNumbers.saveRemoteNumbers(account.id, phoneNumbers.answer),
        );
      if (report.ok) await this.phoneNumbers.halfOpen(account.id);
      await this.database.repository(AccountEntity).update(account.id, {
        connection: report,
        ...(report.ok ? HALF_OPEN : {}),
        status: statusAfter(account.status, facts, report),
        ...('answer' in token ? { token: tokenInfo(token.answer, this.clock.now()) } : {}),
        ...(fields === undefined ? {} : { subscribedFields: fields }),
        ...('answer' in marketing ? { marketingMessagesStanding: { ...marketing.answer, readAt } } : {}),
        updatedAt: () => 'now()',
      });
      if (report.ok) await this.wakeUps.wakeAfterCommit('messages-queued');
      return this.accounts.publishChange(account.id);
    });
  }
}

async function ask<T>(question: () => Promise<T>): Promise<Finding<T>> {
  try {
    return { answer: await question() };
  } catch (error) {
    if (error instanceof GraphError) return { refusal: error.refusal };
    if (error instanceof GraphUnreachableError) return { silence: error.message };
    throw error;
  }
}

/** A test can tell that a token is (in)valid; it cannot lift what Meta has imposed on the account. */
function statusAfter(before: AccountStatus, facts: ConnectionFacts, report: ConnectionReport): AccountStatus {
  if (isTokenRefused(facts)) return 'TOKEN_INVALID';
  const isOurs = before === 'UNVERIFIED' || before === 'CONNECTED' || before === 'TOKEN_INVALID';
  if (!isOurs) return before;
  return report.ok ? 'CONNECTED' : 'UNVERIFIED';
}

function tokenInfo(token: TokenInspection, checkedAt: Date): StoredTokenInfo {
  const scopes = token.scopes ?? [];
  return {
    kind: token.type === 'USER' ? 'TEMPORARY' : token.type === 'SYSTEM_USER' ? 'SYSTEM_USER' : 'UNKNOWN',
    scopes,
    missingScopes: REQUIRED_SCOPES.filter((scope) => !scopes.includes(scope)),
    expiresAt: timeOf(token.expires_at)?.toISOString() ?? null, // 0: never
    checkedAt: checkedAt.toISOString(),
  };
}
