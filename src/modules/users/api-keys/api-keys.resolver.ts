import { Args, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { ApiKeysService } from './api-keys.service.js';
import type { Viewer } from '../domain/viewer.js';
import { forbidden } from '../authentication/access-errors.js';
import { Allow } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import { ApiKeyIdInput, CreateApiKeyInput } from '../user.inputs.js';
import { ApiKeyPayload, ApiKeyType, CreateApiKeyPayload } from '../user.types.js';

@Resolver(() => ApiKeyType)
export class ApiKeysResolver {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Query(() => [ApiKeyType], { name: 'apiKeys', description: 'API keys, newest first. Administrators only.' })
  @Allow('MANAGE_API_KEYS')
  async list(): Promise<ApiKeyType[]> {
    return this.apiKeys.list();
  }

  @PayloadMutation(() => CreateApiKeyPayload, 'Makes a key for a program. Administrators only.')
  @Allow('MANAGE_API_KEYS')
  async createApiKey(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Name, scopes and accounts of the key.' }) input: CreateApiKeyInput,
  ): Promise<CreateApiKeyPayload> {
    if (viewer.kind !== 'USER') throw forbidden();
    return { ...(await this.apiKeys.create(viewer, input)), errors: [] };
  }

  @PayloadMutation(() => ApiKeyPayload, 'Ends a key at once. Administrators only.')
  @Allow('MANAGE_API_KEYS')
  async revokeApiKey(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'API key to be ended.' }) input: ApiKeyIdInput,
  ): Promise<ApiKeyPayload> {
    return { apiKey: await this.apiKeys.revoke(viewer, input.apiKeyId), errors: [] };
  }
}
