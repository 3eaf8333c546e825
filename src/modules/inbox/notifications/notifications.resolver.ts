import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { AccountType } from '../../accounts/schema/account.types.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { ConversationType } from '../../conversations/schema/conversation.types.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import { MessageType } from '../../messages/schema/message.types.js';
import { MessagesService } from '../../messages/messages.service.js';
import { TemplateType } from '../../templates/schema/template.types.js';
import { TemplatesService } from '../../templates/templates.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import {
  MarkNotificationsReadInput,
  MarkNotificationsReadPayload,
  NotificationConnection,
  NotificationFilter,
  NotificationType,
} from './notification.types.js';
import { movedIntoFilter } from '../../../common/graphql/pagination/list-filter.js';
import { because } from '../../../common/errors/because.js';

@Resolver(() => NotificationType)
export class NotificationsResolver {
  constructor(
    private readonly notificationsService: NotificationsService,
    private readonly accounts: AccountsService,
    private readonly conversations: ConversationsService,
    private readonly messages: MessagesService,
    private readonly templates: TemplatesService,
  ) {}

  @Query(() => NotificationConnection, { description: 'Notifications of the viewer, newest first.' })
  @Allow('READ_NOTIFICATIONS')
  async notifications(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every notification.' })
    filter?: NotificationFilter,
    @Args('unreadOnly', {
      ...movedIntoFilter('unread'),
      description: 'Whether only unread notifications are listed.',
      nullable: true,
    })
    unreadOnly?: boolean,
  ): Promise<NotificationConnection> {
    const unread = filter?.unread ?? (unreadOnly === true ? true : null);
    return this.notificationsService.list(viewer.id, unread, page);
  }

  @PayloadMutation(() => MarkNotificationsReadPayload, 'Marks notifications as read: some, or all.')
  @Allow('READ_NOTIFICATIONS')
  async markNotificationsRead(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Notifications to be marked.' }) { notificationIds, all }: MarkNotificationsReadInput,
  ): Promise<MarkNotificationsReadPayload> {
    if (all !== true && notificationIds == null) {
      throw new DomainError({ code: 'REQUIRED', ...because('NOTIFICATIONS_MISSING'), path: ['notificationIds'] });
    }
    await this.notificationsService.markRead(viewer.id, all === true ? null : (notificationIds ?? []));
    return { unreadCount: await this.notificationsService.unreadCount(viewer.id), errors: [] };
  }

  @ResolveField(() => AccountType, {
    description:
      'Account that the notification is about; null where the viewer may not see it (any more), and of others.',
    nullable: true,
  })
  account(@Parent() { accountId }: NotificationType, @RequestLoaders() loaders: Loaders): Promise<AccountType | null> {
    return loaders.load(this.accounts.byIds, accountId);
  }

  @ResolveField(() => ConversationType, {
    nullable: true,
    description:
      'Conversation that the notification is about; null where the viewer may not see it (any more), and of others.',
  })
  async conversation(
    @CurrentViewer() viewer: Viewer,
    @Parent() { conversationId }: NotificationType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<ConversationType | null> {
    return conversationId === null ? null : loaders.load(this.conversations.seenBy, { viewer, id: conversationId });
  }

  @ResolveField(() => MessageType, {
    nullable: true,
    description:
      'Message that the notification is about; null where the viewer may not see it (any more), and of others.',
  })
  async message(
    @CurrentViewer() viewer: Viewer,
    @Parent() { messageId }: NotificationType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<MessageType | null> {
    const message = messageId === null ? null : await loaders.load(this.messages.byIds, messageId);
    if (message === null) return null;
    const conversation = await loaders.load(this.conversations.seenBy, { viewer, id: message.conversationId });
    return conversation === null ? null : loaders.load(this.messages.displayMessageOf, message.id);
  }

  @ResolveField(() => TemplateType, {
    description: 'Template that the notification is about; null of others.',
    nullable: true,
  })
  async template(
    @Parent() { templateId }: NotificationType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<TemplateType | null> {
    return templateId === null ? null : loaders.load(this.templates.byIds, templateId);
  }
}

@Resolver(() => NotificationConnection)
export class NotificationConnectionResolver {
  constructor(private readonly notifications: NotificationsService) {}

  @ResolveField(() => Int, {
    description: 'Number of all unread notifications, not of this page alone; counted up to 10,000.',
  })
  async unreadCount(@CurrentViewer() viewer: Viewer): Promise<number> {
    return this.notifications.unreadCount(viewer.id);
  }
}
