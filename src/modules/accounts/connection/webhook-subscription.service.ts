import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { AccountsApi } from '../../../whatsapp/accounts-api.js';
import { asDomainError } from '../../../whatsapp/errors/graph-error.js';
import { WEBHOOK_FIELDS, WEBHOOK_PATH } from '../../../whatsapp/webhooks/webhook-fields.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { AccountCredentialsService } from './account-credentials.service.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService } from '../accounts.service.js';

/** Does at Meta what a person would click: the callback URL and fields of the app, and the app on the account. */
@Injectable()
export class WebhookSubscriptionService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly api: AccountsApi,
    private readonly accounts: AccountsService,
    private readonly credentials: AccountCredentialsService,
  ) {}

  /** @throws DomainError (META_REFUSED, META_UNREACHABLE) when Meta does not do it */
  async subscribe(viewer: Viewer, accountId: string): Promise<AccountEntity> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    const keys = this.credentials.keysOf(account);
    const fields = WEBHOOK_FIELDS.map(({ name }) => name);
    try {
      await this.api.subscribeApp(keys, this.callbackUrl, this.credentials.verifyTokenOf(account), fields);
      await this.api.subscribeAccount(keys);
    } catch (error) {
      throw asDomainError(error);
    }
    return this.database.transaction(async () => {
      await this.database
        .repository(AccountEntity)
        .update(account.id, { subscribedFields: fields, updatedAt: () => 'now()' });
      return this.accounts.publishChange(account.id);
    });
  }

  get callbackUrl(): string {
    return this.config.publicUrl + WEBHOOK_PATH;
  }
}
