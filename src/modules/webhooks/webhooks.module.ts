import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ApplyDeliveriesService } from './apply-deliveries.service.js';
import { DeliveryStore } from './delivery-store.js';
import { DeliveryQueue } from './delivery-queue.js';
import { ProcessDeliveriesService } from './process-deliveries.service.js';
import { UnreadStatusesService } from './unread-statuses.service.js';
import { WebhookErasure } from './webhook-erasure.js';
import { WebhookRetention } from './webhook-retention.js';
import { ReceiveWebhookService } from './receive-webhook.service.js';
import { WebhookDeliveriesResolver } from './webhook-deliveries.resolver.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { WebhookRoutes } from './webhook.routes.js';
import { UsersModule } from '../users/users.module.js';

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    /** Detail: the account's id. */
    'webhooks-received': true;
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
    // intake
    WebhookRoutes,
    ReceiveWebhookService,
    DeliveryStore,
    // processing
    DeliveryQueue,
    ProcessDeliveriesService,
    ApplyDeliveriesService,
    UnreadStatusesService,
    // seen and replayed by administrators
    WebhookDeliveriesService,
    WebhookDeliveriesResolver,
    WebhookRetention,
    WebhookErasure,
  ],
})
export class WebhooksModule {}
