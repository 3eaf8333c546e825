import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { UsersModule } from '../users/users.module.js';
import { DeliveryErasure } from './deliveries/delivery-erasure.js';
import { DeliveryMerging } from './deliveries/delivery-merging.js';
import { DeliveryQueue } from './deliveries/delivery-queue.service.js';
import { DeliveryRetention } from './deliveries/delivery-retention.js';
import { EndpointDeliveriesResolver } from './deliveries/endpoint-deliveries.resolver.js';
import { EndpointDeliveriesService } from './deliveries/endpoint-deliveries.service.js';
import { EndpointDeliveryEntity } from './deliveries/endpoint-delivery.entity.js';
import { AcceptedDeliveries } from './dispatch/accepted-deliveries.service.js';
import { LaneClaims } from './dispatch/lane-claims.service.js';
import { RefusedDeliveries } from './dispatch/refused-deliveries.service.js';
import { SendingEndpoints } from './dispatch/sending-endpoints.service.js';
import { WebhookDispatcher } from './dispatch/webhook-dispatcher.service.js';
import { WebhookTransport } from './dispatch/webhook-transport.js';
import { EndpointControl } from './endpoint-control.service.js';
import { EndpointMetrics } from './endpoint-metrics.js';
import { EndpointNodes } from './endpoint-nodes.js';
import { EndpointPlaces } from './endpoint-places.js';
import { EndpointSecretRotation } from './endpoint-secret-rotation.service.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointStanding } from './endpoint-standing.service.js';
import { EndpointsResolver } from './endpoints.resolver.js';
import { EndpointsService } from './endpoints.service.js';
import { EndpointCursors } from './fan-out/endpoint-cursors.service.js';
import { FanOut } from './fan-out/fan-out.service.js';
import { RenderEvent } from './fan-out/render-event.service.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'endpoint-deliveries-queued': true;
  }
}

/** Webhooks to other systems: the event log, brought to the endpoints that asked for it, each event once and in order. */
@Module({
  imports: [
    TypeOrmModule.forFeature([WebhookEndpointEntity, EndpointDeliveryEntity]),
    AccountsModule,
    ConversationsModule,
    UsersModule,
  ],
  providers: [
    // endpoints
    EndpointsService,
    EndpointControl,
    EndpointNodes,
    EndpointMetrics,
    EndpointStanding,
    EndpointPlaces,
    EndpointSecrets,
    EndpointSecretRotation,
    EndpointsResolver,
    // from the event log to deliveries
    FanOut,
    EndpointCursors,
    RenderEvent,
    // from deliveries to receivers
    WebhookDispatcher,
    WebhookTransport,
    LaneClaims,
    SendingEndpoints,
    AcceptedDeliveries,
    RefusedDeliveries,
    // the log of deliveries
    DeliveryQueue,
    EndpointDeliveriesService,
    EndpointDeliveriesResolver,
    DeliveryRetention,
    DeliveryErasure,
    DeliveryMerging,
  ],
})
export class EndpointsModule {}
