import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AccountType } from '../accounts/schema/account.types.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../users/domain/viewer.js';
import { EndpointControl } from './endpoint-control.service.js';
import { EndpointsService } from './endpoints.service.js';
import {
  CreateWebhookEndpointInput,
  ResumeWebhookEndpointInput,
  RotateWebhookEndpointSecretInput,
  UpdateWebhookEndpointInput,
  WebhookEndpointIdInput,
} from './schema/endpoint.inputs.js';
import {
  DeleteWebhookEndpointPayload,
  WebhookEndpointConnection,
  WebhookEndpointPayload,
  WebhookEndpointSecretPayload,
  WebhookEndpointType,
} from './schema/endpoint.types.js';
import type { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

@Resolver(() => WebhookEndpointType)
export class EndpointsResolver {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly control: EndpointControl,
    private readonly accountsService: AccountsService,
  ) {}

  @Query(() => WebhookEndpointConnection, {
    description: 'Addresses of other systems to which events are sent, newest first. Administrators only.',
  })
  @Allow('MANAGE_WEBHOOKS')
  async webhookEndpoints(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
  ): Promise<Page<WebhookEndpointEntity>> {
    return this.endpoints.list(viewer, page);
  }

  @Query(() => WebhookEndpointType, {
    nullable: true,
    description: 'Endpoint by its id; null where there is none. Administrators only.',
  })
  @Allow('MANAGE_WEBHOOKS')
  async webhookEndpoint(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID, description: 'UUID of the endpoint.' }) id: string,
  ): Promise<WebhookEndpointEntity | null> {
    return this.endpoints.find(viewer, id);
  }

  @ResolveField(() => [AccountType], {
    nullable: true,
    description: 'Accounts whose events the endpoint gets; null: all, also those that come.',
  })
  async accounts(@Parent() endpoint: WebhookEndpointType, @RequestLoaders() loaders: Loaders) {
    if (endpoint.accountIds === null) return null;
    return Promise.all(endpoint.accountIds.map((id) => loaders.loadExisting(this.accountsService.byIds, id)));
  }

  @PayloadMutation(
    () => WebhookEndpointSecretPayload,
    'Adds an endpoint. It gets what happens from now on. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async createWebhookEndpoint(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint to add: what it gets, and where.' }) input: CreateWebhookEndpointInput,
  ): Promise<WebhookEndpointSecretPayload> {
    return { ...(await this.endpoints.create(viewer, input)), errors: [] };
  }

  @PayloadMutation(() => WebhookEndpointPayload, 'Changes an endpoint. Administrators only.')
  @Allow('MANAGE_WEBHOOKS')
  async updateWebhookEndpoint(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint, and what changes of it.' }) input: UpdateWebhookEndpointInput,
  ): Promise<WebhookEndpointPayload> {
    return { endpoint: await this.endpoints.update(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => DeleteWebhookEndpointPayload,
    'Deletes an endpoint, with all that waits for it and its log. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async deleteWebhookEndpoint(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint that the call is about.' }) { endpointId }: WebhookEndpointIdInput,
  ): Promise<DeleteWebhookEndpointPayload> {
    return { deletedId: await this.endpoints.delete(viewer, endpointId), errors: [] };
  }

  @PayloadMutation(
    () => WebhookEndpointSecretPayload,
    'Gives an endpoint a new secret. For a while webhooks carry two signatures, with the new secret and the former one. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async rotateWebhookEndpointSecret(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint, and for how long both secrets count.' })
    input: RotateWebhookEndpointSecretInput,
  ): Promise<WebhookEndpointSecretPayload> {
    return { ...(await this.control.rotateSecret(viewer, input)), errors: [] };
  }

  @PayloadMutation(
    () => WebhookEndpointPayload,
    'Sends nothing to an endpoint until it is resumed; what happens meanwhile is kept as long as the event log is. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async pauseWebhookEndpoint(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint that the call is about.' }) { endpointId }: WebhookEndpointIdInput,
  ): Promise<WebhookEndpointPayload> {
    return { endpoint: await this.control.pause(viewer, endpointId), errors: [] };
  }

  @PayloadMutation(
    () => WebhookEndpointPayload,
    'Sends to an endpoint again that was paused or disabled, beginning with all that it has missed. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async resumeWebhookEndpoint(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint, and from where it goes on.' }) input: ResumeWebhookEndpointInput,
  ): Promise<WebhookEndpointPayload> {
    return { endpoint: await this.control.resume(viewer, input), errors: [] };
  }
}
