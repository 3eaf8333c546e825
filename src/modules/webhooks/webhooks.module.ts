import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ApplyDeliveriesService } from './deliveries/apply-deliveries.service.js';
import { DeliveryStore } from './deliveries/delivery-store.js';
import { DeliveryTraces } from './deliveries/delivery-traces.js';
import { ProcessHistoryService } from './deliveries/process-history.service.js';
import { ProcessDeliveriesService } from './deliveries/process-deliveries.service.js';
import { WebhookQueue } from './deliveries/webhook-queue.js';
import { UnreadStatusesService } from './unread-statuses.service.js';
import { WebhookErasure } from './retention/webhook-erasure.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { DeliveryPartitions } from './retention/delivery-partitions.js';
import { WebhookRetention } from './retention/webhook-retention.js';
import { ReceiveWebhookService } from './receive-webhook.service.js';
import { WebhookDeliveriesResolver } from './deliveries/webhook-deliveries.resolver.js';
import { WebhookDeliveriesService } from './deliveries/webhook-deliveries.service.js';
import { WebhookDeliveryEntity } from './deliveries/webhook-delivery.entity.js';
import { WebhookRoutes } from './webhook.routes.js';
import { UsersModule } from '../users/users.module.js';
import { WebhookNodes } from './webhook-nodes.js';

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    /** Detail: the account's id. */
    'webhooks-received': true;
    /** Detail: the account's id. */
    'history-received': true;
  }
}

/** Webhooks of Meta: stored durably, processed in batches, visible, replayable. */
@Module({
  imports: [
    TypeOrmModule.forFeature([WebhookDeliveryEntity]),
    AccountsModule,
    ConversationsModule,
    MessagesModule,
    TemplatesModule,
    UsersModule,
  ],
  providers: [
    WebhookNodes,
    // intake
    WebhookRoutes,
    ReceiveWebhookService,
    DeliveryStore,
    // processing
    WebhookQueue,
    ProcessDeliveriesService,
    ProcessHistoryService,
    ApplyDeliveriesService,
    DeliveryTraces,
    UnreadStatusesService,
    // seen and replayed by administrators
    WebhookDeliveriesService,
    WebhookDeliveriesResolver,
    DeliveryPartitions,
    WebhookRetention,
    WebhookErasure,
    WebhookMetrics,
  ],
})
export class WebhooksModule {}
