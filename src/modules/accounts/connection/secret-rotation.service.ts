import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { AccountEntity } from '../account.entity.js';
import { UnusableCredentialsService } from '../standing/unusable-credentials.service.js';
import { ACCOUNT_SECRETS, AccountSecrets, type AccountSecret } from './account-secrets.js';

/**
 * Secret rotation: at the start, encrypts every secret again that was encrypted with a former SECRET_KEY, or for no place,
 * so that the former key can go. Accounts whose secrets cannot be read are named and marked; the rest works.
 */
@Injectable()
export class SecretRotationService implements OnApplicationBootstrap {
  private readonly logger = new Logger(SecretRotationService.name);

  constructor(
    private readonly database: Database,
    private readonly secrets: AccountSecrets,
    private readonly unusableCredentials: UnusableCredentialsService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { resealed, lost } = await this.database.transaction(() => this.resealAll());
    if (resealed > 0) this.logger.log(`Encrypted the secrets of ${resealed} accounts with the current SECRET_KEY.`);
    if (lost.length > 0) this.logger.error(lostKeyNotice(lost));
  }

  private async resealAll(): Promise<{ resealed: number; lost: string[] }> {
    const accounts = this.database.repository(AccountEntity);
    const all = await accounts.find({ lock: { mode: 'pessimistic_write' }, order: { name: 'ASC' } });
    const lost = all.filter((account) => account.archivedAt === null && !this.canRead(account));
    for (const { id } of lost) await this.unusableCredentials.recordLostKey(id);
    for (const account of all) if (!lost.includes(account)) await this.unusableCredentials.forgetLostKey(account);
    let resealed = 0;
    for (const account of all) {
      const changes = this.resealedSecrets(account);
      if (Object.keys(changes).length === 0) continue;
      await accounts.update(account.id, changes);
      resealed += 1;
    }
    return { resealed, lost: lost.map(({ name }) => name) };
  }

  private canRead(account: AccountEntity): boolean {
    return this.secrets.canOpen(account, 'accessTokenSealed') && this.secrets.canOpen(account, 'appSecretSealed');
  }

  /** What cannot be read stays as it is: its key may be found again. */
  private resealedSecrets(account: AccountEntity): Partial<Record<AccountSecret, string>> {
    const changes: Partial<Record<AccountSecret, string>> = {};
    for (const secret of Object.keys(ACCOUNT_SECRETS) as AccountSecret[]) {
      const sealed = account[secret];
      if (sealed === null || !this.secrets.isStale(sealed)) continue;
      const text = this.secrets.openIfReadable(account, secret, sealed);
      if (text !== null) changes[secret] = this.secrets.seal(account.id, secret, text);
    }
    return changes;
  }
}

function lostKeyNotice(names: readonly string[]): string {
  return `The access token and app secret of ${names.length} accounts (${names.join(', ')}) were encrypted with a key that is neither SECRET_KEY nor in SECRET_KEYS_OLD. Put that key into SECRET_KEYS_OLD and start again; if it is lost, enter both anew (updateAccount). Until then these accounts send nothing, and Meta is asked to keep their webhooks.`;
}
