import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { SecretBox } from '../../../common/secrets/secret-box.js';
import { AccountEntity } from '../account.entity.js';

/** Secret rotation: after SECRET_KEY was changed, encrypts every secret again, so that the former key can go. */
@Injectable()
export class SecretRotationService implements OnApplicationBootstrap {
  private readonly logger = new Logger(SecretRotationService.name);

  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const resealed = await this.database.transaction(() => this.resealAll());
    if (resealed > 0) this.logger.log(`Encrypted the secrets of ${resealed} accounts with the current SECRET_KEY.`);
  }

  private async resealAll(): Promise<number> {
    const accounts = this.database.repository(AccountEntity);
    const stale = (await accounts.find({ lock: { mode: 'pessimistic_write' } })).filter((account) =>
      this.isStale(account),
    );
    for (const account of stale) {
      await accounts.update(account.id, {
        accessTokenSealed: this.reseal(account.accessTokenSealed),
        appSecretSealed: this.reseal(account.appSecretSealed),
        verifyTokenSealed: this.reseal(account.verifyTokenSealed),
        previousAppSecretSealed:
          account.previousAppSecretSealed === null ? null : this.reseal(account.previousAppSecretSealed),
      });
    }
    return stale.length;
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

  private reseal(sealed: string): string {
    return this.secrets.seal(this.secrets.open(sealed));
  }
}
