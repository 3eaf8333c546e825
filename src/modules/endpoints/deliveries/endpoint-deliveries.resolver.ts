import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { EndpointsService } from '../endpoints.service.js';
import { EndpointDeliveryFilter, RedeliverInput, WebhookEndpointIdInput } from '../schema/endpoint.inputs.js';
import {
  EndpointAttempt,
  EndpointDeliveryConnection,
  EndpointDeliveryType,
  RedeliverPayload,
  SendTestEventPayload,
  WebhookEndpointType,
} from '../schema/endpoint.types.js';
import type { WebhookEndpointEntity } from '../webhook-endpoint.entity.js';
import { EndpointDeliveriesService } from './endpoint-deliveries.service.js';
import type { EndpointDeliveryEntity } from './endpoint-delivery.entity.js';

@Resolver(() => EndpointDeliveryType)
export class EndpointDeliveriesResolver {
  constructor(
    private readonly deliveries: EndpointDeliveriesService,
    private readonly endpoints: EndpointsService,
  ) {}

  @Query(() => EndpointDeliveryConnection, {
    description:
      'Webhooks to endpoints, newest first, kept for ENDPOINT_DELIVERY_RETENTION_DAYS (14). Administrators only.',
  })
  @Allow('MANAGE_WEBHOOKS')
  async endpointDeliveries(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', {
      type: () => EndpointDeliveryFilter,
      nullable: true,
      description: 'Conditions that all hold together; absent: every webhook.',
    })
    filter?: EndpointDeliveryFilter,
  ): Promise<Page<EndpointDeliveryEntity>> {
    return this.deliveries.list(viewer, filter ?? {}, page);
  }

  @PayloadMutation(
    () => SendTestEventPayload,
    'Sends a test (endpoint.test) to an endpoint, also to one that is paused. It is tried once. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async sendTestEvent(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Endpoint that the call is about.' }) { endpointId }: WebhookEndpointIdInput,
  ): Promise<SendTestEventPayload> {
    return { delivery: await this.deliveries.sendTest(viewer, endpointId), errors: [] };
  }

  @PayloadMutation(
    () => RedeliverPayload,
    'Sends webhooks again, whatever became of them; those of a conversation in their order. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async redeliver(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Webhooks to send again.' }) { deliveryIds }: RedeliverInput,
  ): Promise<RedeliverPayload> {
    return { redeliveredCount: await this.deliveries.redeliver(viewer, deliveryIds), errors: [] };
  }

  @ResolveField(() => WebhookEndpointType, { description: 'Endpoint that the webhook is for.' })
  endpoint(
    @Parent() delivery: EndpointDeliveryType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<WebhookEndpointEntity> {
    return loaders.loadExisting(this.endpoints.byIds, delivery.endpointId);
  }

  @ResolveField(() => String, {
    description: 'Body of the webhook, word for word as it is sent: JSON, over which the signature goes.',
  })
  payload(@Parent() delivery: EndpointDeliveryType, @RequestLoaders() loaders: Loaders): Promise<string> {
    return loaders.loadExisting(this.deliveries.payloads, delivery.id);
  }

  @ResolveField(() => [EndpointAttempt], {
    description: 'Attempts and what became of them, oldest first; of more than 40 the first 20 and the last.',
  })
  attempts(@Parent() { attemptLog }: EndpointDeliveryEntity): EndpointAttempt[] {
    return attemptLog.map((attempt) => ({ ...attempt, at: new Date(attempt.at) }));
  }
}
