import { Args, ID, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { EventLog } from '../../common/events/event-log.js';
import { AccountType } from '../accounts/schema/account.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { BroadcastType } from '../broadcasts/schema/broadcast.types.js';
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
import type { InboxStream, InboxStreams } from './live/inbox-stream.js';

@Resolver()
export class InboxResolver {
  constructor(private readonly inbox: InboxService) {}

  @Subscription(() => InboxEvent, {
    description:
      'Events of an account that the viewer may see, as whole entities, in order. Pass the last cursor that you saw as `after` (or Account.eventCursor) and what was missed comes first, each event once, then what is live. A cursor older than the log yields ReloadRequired: start again as at first load.',
  })
  @Allow('FOLLOW_EVENTS')
  async inboxEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', { description: 'UUID of an account that the viewer may see, else NOT_FOUND.', type: () => ID })
    accountId: string,
    @Args('after', {
      description: 'Cursor of the last event that was seen: what was missed comes first. Absent: from now on.',
      type: () => ID,
      nullable: true,
    })
    after?: string,
  ): Promise<InboxStream> {
    return this.inbox.followAccount(viewer, accountId, after ?? null);
  }

  @Subscription(() => InboxEvent, {
    description:
      'Events of all accounts that the viewer works with now, up to 200, as inboxEvents of each. Keep the last cursor of each account (see accountId), and pass them all as `after` to go on. Accounts that are connected or given to the viewer later are in the next subscription; when one is taken away, the socket is closed (4403).',
  })
  @Allow('FOLLOW_EVENTS')
  async allEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('after', {
      description:
        'Cursors of the last events that were seen, one for each account: what was missed comes first. An account without one: from now on.',
      type: () => [ID],
      nullable: true,
    })
    after?: string[] | null,
  ): Promise<InboxStreams> {
    return this.inbox.followAll(viewer, after ?? []);
  }

  @Subscription(() => InboxEvent, {
    description: 'Events of one conversation: what a chat window needs.',
  })
  @Allow('FOLLOW_EVENTS')
  async conversationEvents(
    @CurrentViewer() viewer: Viewer,
    @Args('conversationId', {
      description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.',
      type: () => ID,
    })
    conversationId: string,
    @Args('after', {
      description: 'Cursor of the last event that was seen: what was missed comes first. Absent: from now on.',
      type: () => ID,
      nullable: true,
    })
    after?: string,
  ): Promise<InboxStream> {
    return this.inbox.followConversation(viewer, conversationId, after ?? null);
  }
}

@Resolver(() => MessageChanged)
export class MessageChangedResolver {
  constructor(private readonly messages: MessagesService) {}

  @ResolveField(() => MessageType, { description: 'Message as it is now.' })
  message(@Parent() event: MessageChanged, @RequestLoaders() loaders: Loaders): Promise<MessageType> {
    return loaders.loadExisting(this.messages.displayMessageOf, event.entityId);
  }
}

@Resolver(() => ConversationChanged)
export class ConversationChangedResolver {
  constructor(private readonly conversations: ConversationsService) {}

  @ResolveField(() => ConversationType, { description: 'Conversation as it is now.' })
  conversation(@Parent() event: ConversationChanged, @RequestLoaders() loaders: Loaders): Promise<ConversationType> {
    return loaders.loadExisting(this.conversations.byIds, event.entityId);
  }
}

@Resolver(() => ConversationWithdrawn)
export class ConversationWithdrawnResolver {
  @ResolveField(() => ID, { description: 'UUID of the conversation.' })
  conversationId(@Parent() event: ConversationWithdrawn): string {
    return event.entityId;
  }
}

@Resolver(() => AccountChanged)
export class AccountChangedResolver {
  constructor(private readonly accounts: AccountsService) {}

  @ResolveField(() => AccountType, { description: 'Account as it is now.' })
  account(@Parent() event: AccountChanged, @RequestLoaders() loaders: Loaders): Promise<AccountType> {
    return loaders.loadExisting(this.accounts.byIds, event.entityId);
  }
}

@Resolver(() => TemplateChanged)
export class TemplateChangedResolver {
  constructor(private readonly templates: TemplatesService) {}

  @ResolveField(() => TemplateType, { description: 'Template as it is now.' })
  template(@Parent() event: TemplateChanged, @RequestLoaders() loaders: Loaders): Promise<TemplateType> {
    return loaders.loadExisting(this.templates.byIds, event.entityId);
  }
}

@Resolver(() => BroadcastChanged)
export class BroadcastChangedResolver {
  constructor(private readonly broadcasts: BroadcastsService) {}

  @ResolveField(() => BroadcastType, { description: 'Broadcast as it is now.' })
  broadcast(@Parent() event: BroadcastChanged, @RequestLoaders() loaders: Loaders): Promise<BroadcastType> {
    return loaders.loadExisting(this.broadcasts.byIds, event.entityId);
  }
}

@Resolver(() => NotificationAdded)
export class NotificationAddedResolver {
  constructor(private readonly notifications: NotificationsService) {}

  @ResolveField(() => NotificationType, { description: 'Notification as it is now.' })
  notification(@Parent() event: NotificationAdded, @RequestLoaders() loaders: Loaders): Promise<NotificationType> {
    return loaders.loadExisting(this.notifications.byIds, event.entityId);
  }
}

/** `Account.eventCursor`. */
@Resolver(() => AccountType)
export class AccountEventsResolver {
  constructor(private readonly log: EventLog) {}

  @ResolveField(() => ID, {
    description:
      "Cursor of the account's latest event. Read it before the first page, then subscribe with it as `after`: nothing is lost in between.",
  })
  async eventCursor(@Parent() account: AccountType, @RequestLoaders() loaders: Loaders): Promise<string> {
    return encodeCursor(account.id, await loaders.load(this.log.headsInOrder, account.id));
  }
}
