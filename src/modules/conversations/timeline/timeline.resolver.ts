import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { PageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { ApiKeysService } from '../../users/api-keys/api-keys.service.js';
import { requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UserType } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import type { Conversation } from '../conversations.service.js';
import { chatPlaceOf, sortKeyOf } from '../domain/chat/chat-place.js';
import { ConversationType } from '../schema/conversation.types.js';
import { TimelineActor, TimelineEntryConnection, TimelineEntryType } from '../schema/timeline.types.js';
import type { TimelineEntryEntity } from './timeline-entry.entity.js';
import { TimelineService } from './timeline.service.js';

/** `Conversation.timeline`. */
@Resolver(() => ConversationType)
export class ConversationTimelineResolver {
  constructor(private readonly timelineService: TimelineService) {}

  @ResolveField(() => TimelineEntryConnection, {
    description:
      'Entries between the messages, in the order of the chat: cursors of `messages` stand for the same place here, and those of here there. Each entry comes with a ConversationChanged: ask for what follows the last that you know.',
  })
  async timeline(
    @CurrentViewer() viewer: Viewer,
    @Parent() conversation: Conversation,
    @Args() page: PageArgs,
  ): Promise<Page<TimelineEntryEntity>> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return this.timelineService.page(conversation.id, page);
  }
}

/** Fields of an entry of a timeline. */
@Resolver(() => TimelineEntryType)
export class TimelineEntriesResolver {
  constructor(
    private readonly usersService: UsersService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  @ResolveField(() => String, {
    description: 'Place among messages of the conversation: sorts with Message.sortKey, as text.',
  })
  sortKey(@Parent() entry: TimelineEntryEntity): string {
    return sortKeyOf(chatPlaceOf(entry));
  }

  @ResolveField(() => TimelineActor, {
    nullable: true,
    description: 'Colleague or program that did it; null: the rules did.',
  })
  async by(
    @Parent() { actorUserId, actorApiKeyId }: TimelineEntryEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<object | null> {
    if (actorUserId !== null) return loaders.load(this.usersService.byIds, actorUserId);
    return actorApiKeyId === null ? null : loaders.load(this.apiKeys.byIds, actorApiKeyId);
  }

  @ResolveField(() => [UserType], {
    description: 'Users of JOINED, LEFT and ASSIGNED: whom it is about; empty of others.',
  })
  async users(@Parent() { userIds }: TimelineEntryEntity, @RequestLoaders() loaders: Loaders): Promise<UserType[]> {
    const users = await Promise.all(userIds.map((id) => loaders.load(this.usersService.byIds, id)));
    return users.filter((user) => user !== null);
  }
}
