import { Args, ID, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { EventLog } from '../../common/events/event-log.js';
import { AccountType } from '../accounts/schema/account.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { BroadcastType } from '../broadcasts/broadcast.types.js';
import { BroadcastsService } from '../broadcasts/broadcasts.service.js';
import { ConversationType } from '../conversations/schema/conversation.types.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import { MessageType } from '../messages/schema/message.types.js';
import { MessagesService } from '../messages/messages.service.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService } from '../templates/templates.service.js';
import { NotificationsService } from '../users/notifications/notifications.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { encodeCursor } from './event-cursor.js';
import {
  AccountChanged,
  BroadcastChanged,
  ConversationChanged,
  ConversationWithdrawn,
  InboxEvent,
  MessageChanged,
  NotificationAdded,
  TemplateChanged,
} from './inbox-event.types.js';
import { NotificationType } from './notifications/notification.types.js';
import { InboxService } from './inbox.service.js';
import type { InboxStream } from './live/inbox-stream.js';

@Resolver()
export class InboxResolver {
  constructor(private readonly inbox: InboxService) {}

  @Subscription(() => InboxEvent, {
    description:
      'Everything on an account that the viewer may see, as whole entities, in order. Pass the last cursor that you saw as `after` (or Account.eventCursor) and what was missed comes first, each event once, then what is live. A cursor older than the log yields ReloadRequired: start again as at first load.',
  })
  @Allow('FOLLOW_EVENTS')
  async inboxEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('after', { type: () => ID, nullable: true }) after?: string,
  ): Promise<InboxStream> {
    return this.inbox.followAccount(viewer, accountId, after ?? null);
  }

  @Subscription(() => InboxEvent, {
    description: 'The same stream, narrowed to one conversation: what a chat window needs.',
  })
  @Allow('FOLLOW_EVENTS')
  async conversationEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('conversationId', { type: () => ID }) conversationId: string,
    @Args('after', { type: () => ID, nullable: true }) after?: string,
  ): Promise<InboxStream> {
    return this.inbox.followConversation(viewer, conversationId, after ?? null);
  }
}

@Resolver(() => MessageChanged)
export class MessageChangedResolver {
  constructor(private readonly messages: MessagesService) {}

  @ResolveField(() => MessageType)
  message(@Parent() event: MessageChanged, @RequestLoaders() loaders: Loaders): Promise<MessageType> {
    return loaders.loadExisting(this.messages.displayMessageOf, event.entityId);
  }
}

@Resolver(() => ConversationChanged)
export class ConversationChangedResolver {
  constructor(private readonly conversations: ConversationsService) {}

  @ResolveField(() => ConversationType)
  conversation(@Parent() event: ConversationChanged, @RequestLoaders() loaders: Loaders): Promise<ConversationType> {
    return loaders.loadExisting(this.conversations.byIds, event.entityId);
  }
}

@Resolver(() => ConversationWithdrawn)
export class ConversationWithdrawnResolver {
  @ResolveField(() => ID)
  conversationId(@Parent() event: ConversationWithdrawn): string {
    return event.entityId;
  }
}

@Resolver(() => AccountChanged)
export class AccountChangedResolver {
  constructor(private readonly accounts: AccountsService) {}

  @ResolveField(() => AccountType)
  account(@Parent() event: AccountChanged, @RequestLoaders() loaders: Loaders): Promise<AccountType> {
    return loaders.loadExisting(this.accounts.byIds, event.entityId);
  }
}

@Resolver(() => TemplateChanged)
export class TemplateChangedResolver {
  constructor(private readonly templates: TemplatesService) {}

  @ResolveField(() => TemplateType)
  template(@Parent() event: TemplateChanged, @RequestLoaders() loaders: Loaders): Promise<TemplateType> {
    return loaders.loadExisting(this.templates.byIds, event.entityId);
  }
}

@Resolver(() => BroadcastChanged)
export class BroadcastChangedResolver {
  constructor(private readonly broadcasts: BroadcastsService) {}

  @ResolveField(() => BroadcastType)
  broadcast(@Parent() event: BroadcastChanged, @RequestLoaders() loaders: Loaders): Promise<BroadcastType> {
    return loaders.loadExisting(this.broadcasts.byIds, event.entityId);
  }
}

@Resolver(() => NotificationAdded)
export class NotificationAddedResolver {
  constructor(private readonly notifications: NotificationsService) {}

  @ResolveField(() => NotificationType)
  notification(@Parent() event: NotificationAdded, @RequestLoaders() loaders: Loaders): Promise<NotificationType> {
    return loaders.loadExisting(this.notifications.byIds, event.entityId);
  }
}

/** `Account.eventCursor`. */
@Resolver(() => AccountType)
export class AccountEventsResolver {
  constructor(private readonly log: EventLog) {}

  @ResolveField(() => ID, {
    description: 'Read it before the first page, then subscribe after it: nothing is lost in between.',
  })
  async eventCursor(@Parent() account: AccountType): Promise<string> {
    return encodeCursor(account.id, await this.log.head(account.id));
  }
}
