import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { isId, newId } from '../../../common/ids.js';
import { AuditService, detail } from '../audit/audit.service.js';
import { KnownAccounts } from '../known-accounts.js';
import { ApiKeyEntity } from './api-key.entity.js';
import type { UserViewer, Viewer } from '../domain/viewer.js';
import { PermissionsVersion } from '../authentication/permissions-version.js';
import { hashToken, newApiKeySecret } from '../authentication/tokens.js';
import type { CreateApiKeyInput } from '../user.inputs.js';
import { because } from '../../../common/errors/because.js';

const HINT_LENGTH = 4;

/** API keys of programs. The secret is shown once; only its hash is stored. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly permissionsVersion: PermissionsVersion,
    private readonly accounts: KnownAccounts,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: a key each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(ApiKeyEntity | null)[]> => {
    const rows = await this.database.rows(ApiKeyEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (key) => key.id);
  };

  async list(): Promise<ApiKeyEntity[]> {
    return this.database.repository(ApiKeyEntity).find({ order: { createdAt: 'DESC', id: 'DESC' } });
  }

  async create(viewer: UserViewer, input: CreateApiKeyInput): Promise<{ apiKey: ApiKeyEntity; secret: string }> {
    if (input.scopes.length === 0) {
      throw new DomainError({ code: 'REQUIRED', ...because('KEY_SCOPES_MISSING'), path: ['scopes'] });
    }
    if (input.expiresAt != null && input.expiresAt <= this.clock.now()) {
      throw new DomainError({ code: 'INVALID_INPUT', ...because('EXPIRY_PASSED'), path: ['expiresAt'] });
    }
    await this.accounts.requireAll(input.accountIds ?? [], 'accountIds');
    const secret = newApiKeySecret();
    const id = newId();
    return this.database.transaction(async () => {
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
      const apiKey = await this.find(id);
      await this.audit.record(viewer, {
        action: 'API_KEY_CREATED',
        subject: { type: 'API_KEY', id, name: apiKey.name },
        details: [
          ...apiKey.scopes.map((scope) => detail('scope', scope)),
          ...(apiKey.accountIds ?? []).map((accountId) => detail('accountId', accountId)),
        ],
      });
      return { apiKey, secret };
    });
  }

  /** Revoking twice is harmless: the first time stays. */
  async revoke(viewer: Viewer, id: string): Promise<ApiKeyEntity> {
    return this.database.transaction(async () => {
      const key = isId(id)
        ? await this.database.repository(ApiKeyEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })
        : null;
      if (key === null) throw notFound('API key', 'apiKeyId');
      if (key.revokedAt !== null) return key;
      await this.database.repository(ApiKeyEntity).update(key.id, { revokedAt: this.clock.now() });
      await this.permissionsVersion.advance();
      const subject = { type: 'API_KEY' as const, id: key.id, name: key.name };
      await this.audit.record(viewer, { action: 'API_KEY_REVOKED', subject });
      return this.find(key.id);
    });
  }

  private async find(id: string): Promise<ApiKeyEntity> {
    return this.database.repository(ApiKeyEntity).findOneByOrFail({ id });
  }
}
