import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { SecretBox } from '../../../common/secrets/secret-box.js';
import { AccountEntity } from '../account.entity.js';
import { AccountsService } from '../accounts.service.js';

/** Secret rotation: after SECRET_KEY was changed, encrypts every secret again, so that the former key can go. */
@Injectable()
export class SecretRotationService implements OnApplicationBootstrap {
  private readonly logger = new Logger(SecretRotationService.name);

  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly accounts: AccountsService,
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
    for (const { id } of lost) await this.accounts.recordLostKey(id);
    for (const account of all) if (!lost.includes(account)) await this.accounts.forgetLostKey(account);
    const stale = all.filter((account) => this.isStale(account));
    for (const account of stale) {
      await accounts.update(account.id, {
        accessTokenSealed: this.reseal(account.accessTokenSealed),
        appSecretSealed: this.reseal(account.appSecretSealed),
        verifyTokenSealed: this.reseal(account.verifyTokenSealed),
        previousAppSecretSealed:
          account.previousAppSecretSealed === null ? null : this.reseal(account.previousAppSecretSealed),
      });
    }
    return { resealed: stale.filter((account) => !lost.includes(account)).length, lost: lost.map(({ name }) => name) };
  }

  private canRead({ accessTokenSealed, appSecretSealed }: AccountEntity): boolean {
    return this.secrets.canOpen(accessTokenSealed) && this.secrets.canOpen(appSecretSealed);
  }

  private isStale(account: AccountEntity): boolean {
    const sealed = [
      account.accessTokenSealed,
      account.appSecretSealed,
      account.verifyTokenSealed,
      account.previousAppSecretSealed,
    ];
    return sealed.some((text) => text !== null && this.secrets.isStale(text));
  }

  /** What cannot be read stays as it is: its key may be found again. */
  private reseal(sealed: string): string {
    if (!this.secrets.canOpen(sealed)) return sealed;
    return this.secrets.seal(this.secrets.open(sealed));
  }
}

function lostKeyNotice(names: readonly string[]): string {
  return `The access token and app secret of ${names.length} accounts (${names.join(', ')}) were encrypted with a key that is neither SECRET_KEY nor in SECRET_KEYS_OLD. Put that key into SECRET_KEYS_OLD and start again; if it is lost, enter both anew (updateAccount). Until then these accounts send nothing, and Meta is asked to keep their webhooks.`;
}
