import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { UnreadableSecretError } from '../../../common/secrets/secret-box.js';
import { EndpointSecrets } from '../endpoint-secrets.js';
import { WebhookEndpointEntity } from '../webhook-endpoint.entity.js';

/** An endpoint, as far as sending to it is concerned. */
export interface SendingEndpoint {
  id: string;
  url: string;
  /** Those that are valid now, the newest first; empty where none can be read, because its SECRET_KEY is gone. */
  secrets: readonly string[];
}

/** Sending endpoints: address and secrets of those to which something is sent, read for each batch. */
@Injectable()
export class SendingEndpoints {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: EndpointSecrets,
  ) {}

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, SendingEndpoint>> {
    const rows = await this.database.rows(WebhookEndpointEntity, 'WHERE id = ANY($1)', [ids]);
    return new Map(rows.map((row) => [row.id, { id: row.id, url: row.url, secrets: this.validSecrets(row) }]));
  }

  private validSecrets({
    id,
    secretSealed,
    previousSecretSealed,
    previousSecretUntil,
  }: WebhookEndpointEntity): string[] {
    const isPreviousValid = previousSecretUntil !== null && this.clock.now() < previousSecretUntil;
    const current = this.openIfReadable(() => this.secrets.open(id, 'secret', secretSealed));
    const previous =
      previousSecretSealed === null || !isPreviousValid
        ? null
        : this.openIfReadable(() => this.secrets.open(id, 'previous_secret', previousSecretSealed));
    return [current, previous].filter((secret) => secret !== null);
  }

  private openIfReadable(open: () => string): string | null {
    try {
      return open();
    } catch (error) {
      if (error instanceof UnreadableSecretError) return null;
      throw error;
    }
  }
}
