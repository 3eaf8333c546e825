import { Injectable } from '@nestjs/common';
import type { SealedSecrets } from '../../../common/secrets/resealing.service.js';
import { SecretBox } from '../../../common/secrets/secret-box.js';
import type { AccountEntity } from '../account.entity.js';

/** What an account keeps sealed, by the property that holds it. */
export const ACCOUNT_SECRETS = {
  accessTokenSealed: 'access_token',
  appSecretSealed: 'app_secret',
  previousAppSecretSealed: 'previous_app_secret',
  verifyTokenSealed: 'verify_token',
} as const;
export type AccountSecret = keyof typeof ACCOUNT_SECRETS;

/** Sealed secrets of accounts, as they are encrypted again with another SECRET_KEY. */
export const SEALED_IN_ACCOUNTS: SealedSecrets = { table: 'accounts', id: 'id', names: Object.values(ACCOUNT_SECRETS) };

/** An account, as far as its secrets are concerned. */
export type SealedAccount = Pick<AccountEntity, 'id' | AccountSecret>;

/** Account secrets: sealed for their account and their column, so that they open nowhere else. */
@Injectable()
export class AccountSecrets {
  constructor(private readonly box: SecretBox) {}

  seal(accountId: string, secret: AccountSecret, text: string): string {
    return this.box.seal(text, placeOf(accountId, secret));
  }

  /** @throws UnreadableSecretError when its key is gone, or it was changed or moved */
  open(accountId: string, secret: AccountSecret, sealed: string): string {
    return this.box.open(sealed, placeOf(accountId, secret));
  }

  /** Null where it cannot be opened any more: then it has to be entered again. */
  openIfReadable({ id }: Pick<AccountEntity, 'id'>, secret: AccountSecret, sealed: string): string | null {
    try {
      return this.open(id, secret, sealed);
    } catch {
      return null;
    }
  }

  /** Whether it opens here; an account may have none. */
  canOpen(account: SealedAccount, secret: AccountSecret): boolean {
    const sealed = account[secret];
    return sealed !== null && this.openIfReadable(account, secret, sealed) !== null;
  }
}

function placeOf(accountId: string, secret: AccountSecret): string {
  return `accounts.${ACCOUNT_SECRETS[secret]} ${accountId}`;
}
