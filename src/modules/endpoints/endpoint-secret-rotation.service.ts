import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { UnreadableSecretError } from '../../common/secrets/secret-box.js';
import { EndpointSecrets, type SecretColumn } from './endpoint-secrets.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

/** Secret rotation of endpoints: at the start, encrypts again what was encrypted with a former SECRET_KEY. */
@Injectable()
export class EndpointSecretRotation implements OnApplicationBootstrap {
  private readonly logger = new Logger(EndpointSecretRotation.name);

  constructor(
    private readonly database: Database,
    private readonly secrets: EndpointSecrets,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const lost = await this.database.transaction(() => this.resealAll());
    if (lost.length === 0) return;
    this.logger.error(
      `The secrets of ${lost.length} webhook endpoints (${lost.join(', ')}) were encrypted with a key that is neither SECRET_KEY nor in SECRET_KEYS_OLD: nothing is sent to them. Put that key into SECRET_KEYS_OLD and start again; if it is lost, rotate their secrets.`,
    );
  }

  /** @returns the ids of those whose secret cannot be read */
  private async resealAll(): Promise<string[]> {
    const repository = this.database.repository(WebhookEndpointEntity);
    const all = await repository.find({ order: { id: 'ASC' }, lock: { mode: 'for_no_key_update' } });
    const lost: string[] = [];
    for (const { id, secretSealed, previousSecretSealed } of all) {
      const secret = this.resealed(id, 'secret', secretSealed);
      const previous =
        previousSecretSealed === null ? null : this.resealed(id, 'previous_secret', previousSecretSealed);
      if (secret === undefined) lost.push(id);
      const isChanged =
        (secret ?? secretSealed) !== secretSealed || (previous ?? previousSecretSealed) !== previousSecretSealed;
      if (isChanged)
        await repository.update(id, {
          secretSealed: secret ?? secretSealed,
          previousSecretSealed: previous ?? previousSecretSealed,
        });
    }
    return lost;
  }

  /** As it is where it need not be sealed anew; undefined where it cannot be read. */
  private resealed(id: string, column: SecretColumn, sealed: string): string | undefined {
    try {
      const secret = this.secrets.open(id, column, sealed);
      return this.secrets.isStale(sealed) ? this.secrets.seal(id, column, secret) : sealed;
    } catch (error) {
      if (error instanceof UnreadableSecretError) return undefined;
      throw error;
    }
  }
}
