import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { isId, newId } from '../../../common/ids.js';
import { KnownAccounts } from '../known-accounts.js';
import { ApiKeyEntity } from './api-key.entity.js';
import type { UserViewer } from '../domain/viewer.js';
import { PermissionsVersion } from '../authentication/permissions-version.js';
import { hashToken, newApiKeySecret } from '../authentication/tokens.js';
import type { CreateApiKeyInput } from '../user.inputs.js';

const HINT_LENGTH = 4;

/** API keys of programs. The secret is shown once; only its hash is stored. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly permissionsVersion: PermissionsVersion,
    private readonly accounts: KnownAccounts,
  ) {}

  /** For DataLoaders: a key each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(ApiKeyEntity | null)[]> => {
    const rows = await this.database.repository(ApiKeyEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (key) => key.id);
  };

  async list(): Promise<ApiKeyEntity[]> {
    return this.database.repository(ApiKeyEntity).find({ order: { createdAt: 'DESC', id: 'DESC' } });
  }

  async create(viewer: UserViewer, input: CreateApiKeyInput): Promise<{ apiKey: ApiKeyEntity; secret: string }> {
    if (input.scopes.length === 0) {
      throw new DomainError({ code: 'REQUIRED', message: 'Choose what the key may do.', path: ['scopes'] });
    }
    if (input.expiresAt != null && input.expiresAt <= this.clock.now()) {
      throw new DomainError({ code: 'INVALID_INPUT', message: 'This time has passed already.', path: ['expiresAt'] });
    }
    await this.accounts.requireAll(input.accountIds ?? [], 'accountIds');
    const secret = newApiKeySecret();
    const id = newId();
    await this.database.repository(ApiKeyEntity).insert({
      id,
      name: input.name,
      hint: secret.slice(-HINT_LENGTH),
      keyHash: hashToken(secret),
      scopes: [...new Set(input.scopes)],
      accountIds: input.accountIds ?? null,
      expiresAt: input.expiresAt ?? null,
      createdById: viewer.id,
    });
    return { apiKey: await this.find(id), secret };
  }

  /** Revoking twice is harmless: the first time stays. */
  async revoke(id: string): Promise<ApiKeyEntity> {
    return this.database.transaction(async () => {
      const found = isId(id)
        ? await this.database.run('UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1', [
            id,
            this.clock.now(),
          ])
        : 0;
      if (found === 0) throw notFound('API key', 'apiKeyId');
      await this.permissionsVersion.advance();
      return this.find(id);
    });
  }

  private async find(id: string): Promise<ApiKeyEntity> {
    return this.database.repository(ApiKeyEntity).findOneByOrFail({ id });
  }
}
