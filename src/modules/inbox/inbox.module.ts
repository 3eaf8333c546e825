import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { BroadcastsModule } from '../broadcasts/broadcasts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { UsersModule } from '../users/users.module.js';
import { EventDelivery } from './live/event-delivery.js';
import {
  AccountChangedResolver,
  AccountEventsResolver,
  BroadcastChangedResolver,
  ConversationChangedResolver,
  ConversationWithdrawnResolver,
  InboxResolver,
  MessageChangedResolver,
  NotificationAddedResolver,
  TemplateChangedResolver,
} from './inbox.resolver.js';
import { InboxService } from './inbox.service.js';
import { CatchUpTurns } from './live/catch-up-turns.js';
import { LiveMetrics } from './live/live-metrics.js';
import { LiveFeeds } from './live/live-feeds.js';
import { Overload } from './live/overload.js';
import { RenderedEvents } from './live/rendering/rendered-events.js';
import { SubscriberPermissions } from './live/subscriber-permissions.js';
import { LiveSocketGateway } from './sockets/live-socket.gateway.js';
import { SocketCounts } from './sockets/socket-counts.js';
import { SubscriptionLimits } from './sockets/subscription-limits.js';
import { SocketViewers } from './sockets/socket-viewers.js';
import { NotificationConnectionResolver, NotificationsResolver } from './notifications/notifications.resolver.js';

/** What happens, live: the event log brought to those who may see it. */
@Module({
  imports: [AccountsModule, BroadcastsModule, ConversationsModule, MessagesModule, TemplatesModule, UsersModule],
  providers: [
    // subscriptions and the fields of their events
    InboxService,
    InboxResolver,
    AccountEventsResolver,
    AccountChangedResolver,
    BroadcastChangedResolver,
    ConversationChangedResolver,
    ConversationWithdrawnResolver,
    MessageChangedResolver,
    NotificationAddedResolver,
    TemplateChangedResolver,
    // live
    LiveSocketGateway,
    LiveFeeds,
    LiveMetrics,
    EventDelivery,
    SubscriberPermissions,
    RenderedEvents,
    CatchUpTurns,
    Overload,
    SocketCounts,
    SubscriptionLimits,
    SocketViewers,
    // notifications
    NotificationsResolver,
    NotificationConnectionResolver,
  ],
})
export class InboxModule {}
