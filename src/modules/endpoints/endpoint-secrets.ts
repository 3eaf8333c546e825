import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SealedSecrets } from '../../common/secrets/resealing.service.js';
import { SecretBox } from '../../common/secrets/secret-box.js';

const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

const SECRET_COLUMNS = ['secret', 'previous_secret'] as const;
export type SecretColumn = (typeof SECRET_COLUMNS)[number];

/** Sealed secrets of endpoints, as they are encrypted again with another SECRET_KEY. */
export const SEALED_IN_ENDPOINTS: SealedSecrets = { table: 'webhook_endpoints', id: 'id', names: SECRET_COLUMNS };

/** Secrets with which webhooks are signed: sealed for their endpoint and their column, so that they open nowhere else. */
@Injectable()
export class EndpointSecrets {
  constructor(private readonly box: SecretBox) {}

  /** A new secret in the form of the Standard Webhooks specification, `whsec_` and base64. */
  generate(): string {
    return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
  }

  seal(endpointId: string, column: SecretColumn, secret: string): string {
    return this.box.seal(secret, placeOf(endpointId, column));
  }

  /** @throws UnreadableSecretError when its key is gone, or it was changed or moved */
  open(endpointId: string, column: SecretColumn, sealed: string): string {
    return this.box.open(sealed, placeOf(endpointId, column));
  }
}

function placeOf(endpointId: string, column: SecretColumn): string {
  return `webhook_endpoints.${column} ${endpointId}`;
}
