import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import { Database } from '../../common/database/database.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { AccountsApi } from '../../whatsapp/accounts-api.js';
import { GraphError, GraphUnreachableError } from '../../whatsapp/graph-error.js';
import { WEBHOOK_FIELDS, WEBHOOK_PATH } from '../../whatsapp/webhook-fields.js';
import type { Viewer } from '../users/domain/viewer.js';
import { AccountCredentialsService } from './account-credentials.service.js';
import { AccountEntity } from './account.entity.js';
import { AccountsService } from './accounts.service.js';

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
      return this.accounts.changed(account.id);
    });
  }

  get callbackUrl(): string {
    return this.config.publicUrl + WEBHOOK_PATH;
  }
}

function asDomainError(error: unknown): unknown {
  if (error instanceof GraphError) {
    const { refusal } = error;
    return new DomainError({
      code: 'META_REFUSED',
      message: `Meta refused: ${refusal.details ?? refusal.message}`,
      refusal,
    });
  }
  if (error instanceof GraphUnreachableError) {
    return new DomainError({ code: 'META_UNREACHABLE', message: 'Meta did not answer. Try again in a minute.' });
  }
  return error;
}
