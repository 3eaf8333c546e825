import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { Resealing } from '../../../common/secrets/resealing.service.js';
import { AccountEntity } from '../account.entity.js';
import { UnusableCredentialsService } from '../standing/unusable-credentials.service.js';
import { AccountSecrets, SEALED_IN_ACCOUNTS } from './account-secrets.js';

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
    private readonly resealing: Resealing,
    private readonly unusableCredentials: UnusableCredentialsService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { resealed, lost } = await this.database.transaction(async () => {
      const { resealed } = await this.resealing.reseal(SEALED_IN_ACCOUNTS);
      return { resealed, lost: await this.markLost() };
    });
    if (resealed > 0) this.logger.log(`Encrypted ${resealed} secrets of accounts with the current SECRET_KEY.`);
    if (lost.length > 0) this.logger.error(lostKeyNotice(lost));
  }

  /** @returns the names of accounts that cannot be used */
  private async markLost(): Promise<string[]> {
    const all = await this.database.repository(AccountEntity).find({ order: { name: 'ASC' } });
    const lost = all.filter((account) => account.archivedAt === null && !this.canRead(account));
    for (const { id } of lost) await this.unusableCredentials.recordLostKey(id);
    for (const account of all) if (!lost.includes(account)) await this.unusableCredentials.forgetLostKey(account);
    return lost.map(({ name }) => name);
  }

  private canRead(account: AccountEntity): boolean {
    return this.secrets.canOpen(account, 'accessTokenSealed') && this.secrets.canOpen(account, 'appSecretSealed');
  }
}

function lostKeyNotice(names: readonly string[]): string {
  return `The access token and app secret of ${names.length} accounts (${names.join(', ')}) were encrypted with a key that is neither SECRET_KEY nor in SECRET_KEYS_OLD. Put that key into SECRET_KEYS_OLD and start again; if it is lost, enter both anew (updateAccount). Until then these accounts send nothing, and Meta is asked to keep their webhooks.`;
}
