import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { UnreadableSecretError } from '../../../common/secrets/secret-box.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import type { MarketingOptions } from '../../../whatsapp/messages/marketing-options.js';
import type { Channel } from '../../../whatsapp/messages/messages-api.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { AccountEntity, AccountStatus } from '../account.entity.js';
import type { MarketingMessagesPolicy } from '../domain/marketing-policy.js';
import { UnusableCredentialsService } from '../standing/unusable-credentials.service.js';
import { AccountSecrets, type AccountSecret } from './account-secrets.js';
import { because } from '../../../common/errors/because.js';

/** A number to send from, and how it sends marketing templates; null: like everything else. */
export interface SendingChannel extends Channel {
  marketing: MarketingOptions | null;
}

interface ChannelRow {
  id: string;
  account_id: string;
  status: AccountStatus;
  phone_number_id: string;
  access_token_sealed: string;
  marketing_messages_policy: MarketingMessagesPolicy;
  marketing_activity_sharing: boolean | null;
}

/** Credentials of accounts, decrypted for those who call Meta. Nothing else opens them. */
@Injectable()
export class AccountCredentialsService {
  constructor(
    private readonly database: Database,
    private readonly secrets: AccountSecrets,
    private readonly unusableCredentials: UnusableCredentialsService,
    private readonly audit: AuditService,
  ) {}

  /** Whether it can be read here: its key is known, and it belongs to this account. */
  canRead(account: AccountEntity, secret: AccountSecret): boolean {
    return this.secrets.canOpen(account, secret);
  }

  /** @throws DomainError (NOT_ALLOWED_NOW) when they cannot be read any more and have to be entered again */
  keysOf(account: AccountEntity): AccountKeys {
    const appSecret = this.secrets.openIfReadable(account, 'appSecretSealed', account.appSecretSealed);
    const accessToken = this.secrets.openIfReadable(account, 'accessTokenSealed', account.accessTokenSealed);
    if (appSecret === null || accessToken === null) {
      throw notAllowedNow(because('SECRETS_UNREADABLE'), ['updateAccount'], ['accountId']);
    }
    return { whatsappAccountId: account.whatsappAccountId, appId: account.appId, appSecret, accessToken };
  }

  /** For a person or a program, which the audit trail keeps. */
  async showVerifyToken(viewer: Viewer, account: AccountEntity): Promise<string> {
    const { id, name } = account;
    await this.audit.record(viewer, {
      action: 'ACCOUNT_SECRET_READ',
      subject: { type: 'ACCOUNT', id, name },
      accountId: id,
      details: [detail('secret', 'webhookVerifyToken')],
    });
    return this.verifyTokenOf(account);
  }

  /** Empty when the key that encrypted it is lost. */
  verifyTokenOf(account: AccountEntity): string {
    return this.secrets.openIfReadable(account, 'verifyTokenSealed', account.verifyTokenSealed) ?? '';
  }

  /**
   * What is needed to send from these numbers (our ids), in order; null for one that is gone, or whose token cannot be read.
   * @throws UnreadableSecretError when that is seen for the first time: the account is marked then, and its messages wait
   */
  async channels(businessPhoneNumberIds: readonly string[]): Promise<(SendingChannel | null)[]> {
    const rows = await this.database.query<ChannelRow>(
      `SELECT number.id, number.account_id, account.status, number.phone_number_id, account.access_token_sealed,
              account.marketing_messages_policy, account.marketing_activity_sharing
         FROM business_phone_numbers number JOIN accounts account ON account.id = number.account_id
        WHERE number.id = ANY($1) AND account.archived_at IS NULL`,
      [businessPhoneNumberIds],
    );
    const channels = new Map<string, SendingChannel>();
    for (const row of rows) {
      const accessToken = await this.readToken(row);
      if (accessToken === null) continue;
      channels.set(row.id, { phoneNumberId: row.phone_number_id, accessToken, marketing: marketingOf(row) });
    }
    return businessPhoneNumberIds.map((id) => channels.get(id) ?? null);
  }

  private async readToken({ account_id: id, status, access_token_sealed: sealed }: ChannelRow): Promise<string | null> {
    try {
      return this.secrets.open(id, 'accessTokenSealed', sealed);
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      if (status === 'TOKEN_INVALID') return null;
      await this.unusableCredentials.recordLostKey(id);
      throw error;
    }
  }
}

function marketingOf({
  marketing_messages_policy: policy,
  marketing_activity_sharing: activitySharing,
}: ChannelRow): MarketingOptions | null {
  return policy === 'OFF' ? null : { productPolicy: policy, activitySharing };
}
