import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { notAllowedNow } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { SecretBox } from '../../../common/secrets/secret-box.js';
import type { AccountKeys } from '../../../whatsapp/accounts-api.js';
import type { Channel } from '../../../whatsapp/messages/messages-api.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { AccountEntity } from '../account.entity.js';
import { LOST_KEY_REASON } from '../domain/lost-key.js';

interface ChannelRow {
  id: string;
  phone_number_id: string;
  access_token_sealed: string;
}

/** Credentials of accounts, decrypted for those who call Meta. Nothing else opens them. */
@Injectable()
export class AccountCredentialsService {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly audit: AuditService,
  ) {}

  /** Whether the key that encrypted it is known here. */
  canRead(sealed: string): boolean {
    return this.secrets.canOpen(sealed);
  }

  /** @throws DomainError (NOT_ALLOWED_NOW) when the key that encrypted them is lost */
  keysOf(account: AccountEntity): AccountKeys {
    if (![account.appSecretSealed, account.accessTokenSealed].every((sealed) => this.secrets.canOpen(sealed))) {
      throw notAllowedNow(LOST_KEY_REASON, ['updateAccount'], ['accountId']);
    }
    return {
      whatsappAccountId: account.whatsappAccountId,
      appId: account.appId,
      appSecret: this.secrets.open(account.appSecretSealed),
      accessToken: this.secrets.open(account.accessTokenSealed),
    };
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
    if (!this.secrets.canOpen(account.verifyTokenSealed)) return '';
    return this.secrets.open(account.verifyTokenSealed);
  }

  /** A token that cannot be read is one that Meta refuses: what follows from that is held back and tried again. */
  private tokenIn({ access_token_sealed: sealed }: ChannelRow): string {
    return this.secrets.canOpen(sealed) ? this.secrets.open(sealed) : 'lost-with-its-key';
  }

  /** What is needed to send from these numbers (our ids), in order; null for one that is gone. */
  async channels(businessPhoneNumberIds: readonly string[]): Promise<(Channel | null)[]> {
    const rows = await this.database.query<ChannelRow>(
      `SELECT number.id, number.phone_number_id, account.access_token_sealed
         FROM business_phone_numbers number JOIN accounts account ON account.id = number.account_id
        WHERE number.id = ANY($1) AND account.archived_at IS NULL`,
      [businessPhoneNumberIds],
    );
    return inOrderOf(businessPhoneNumberIds, rows, (row) => row.id).map((row) =>
      row === null ? null : { phoneNumberId: row.phone_number_id, accessToken: this.tokenIn(row) },
    );
  }
}
