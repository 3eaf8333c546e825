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
  NotificationType,
} from './notification.types.js';

@Resolver(() => NotificationType)
export class NotificationsResolver {
  constructor(
    private readonly notificationsService: NotificationsService,
    private readonly accounts: AccountsService,
    private readonly conversations: ConversationsService,
    private readonly messages: MessagesService,
    private readonly templates: TemplatesService,
  ) {}

  @Query(() => NotificationConnection, { description: "The viewer's own, newest first." })
  @Allow('READ_NOTIFICATIONS')
  async notifications(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('unreadOnly', { nullable: true }) unreadOnly?: boolean,
  ): Promise<NotificationConnection> {
    return this.notificationsService.list(viewer.id, unreadOnly === true, page);
  }

  @PayloadMutation(() => MarkNotificationsReadPayload, 'Marks notifications as read: some, or all.')
  @Allow('READ_NOTIFICATIONS')
  async markNotificationsRead(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { notificationIds, all }: MarkNotificationsReadInput,
  ): Promise<MarkNotificationsReadPayload> {
    if (all !== true && notificationIds == null) {
      throw new DomainError({ code: 'REQUIRED', message: 'Say which, or all.', path: ['notificationIds'] });
    }
    await this.notificationsService.markRead(viewer.id, all === true ? null : (notificationIds ?? []));
    return { unreadCount: await this.notificationsService.unreadCount(viewer.id), errors: [] };
  }

  @ResolveField(() => AccountType, { nullable: true })
  account(@Parent() { accountId }: NotificationType, @RequestLoaders() loaders: Loaders): Promise<AccountType | null> {
    return loaders.load(this.accounts.byIds, accountId);
  }

  @ResolveField(() => ConversationType, {
    nullable: true,
    description: 'Null where the viewer may not see it (any more).',
  })
  async conversation(
    @CurrentViewer() viewer: Viewer,
    @Parent() { conversationId }: NotificationType,
  ): Promise<ConversationType | null> {
    return conversationId === null ? null : this.conversations.find(viewer, conversationId);
  }

  @ResolveField(() => MessageType, { nullable: true, description: 'Null where the viewer may not see it (any more).' })
  async message(
    @CurrentViewer() viewer: Viewer,
    @Parent() { messageId }: NotificationType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<MessageType | null> {
    const message = messageId === null ? null : await this.messages.find(viewer, messageId);
    return message === null ? null : loaders.load(this.messages.displayMessageOf, message.id);
  }

  @ResolveField(() => TemplateType, { nullable: true })
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

  @ResolveField(() => Int, { description: 'Of all, not of this page; counted up to 10,000.' })
  async unreadCount(@CurrentViewer() viewer: Viewer): Promise<number> {
    return this.notifications.unreadCount(viewer.id);
  }
}
