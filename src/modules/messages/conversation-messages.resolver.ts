import { Args, Context, Extensions, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { PER_VIEWER } from '../../common/graphql/per-viewer.js';
import { ConversationPayload, ConversationType, ParticipantType } from '../conversations/schema/conversation.types.js';
import type { Conversation } from '../conversations/conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { RequestContext } from '../users/authentication/request-context.js';
import { MarkConversationReadInput } from './schema/message.inputs.js';
import { MessageConnection, MessageType } from './schema/message.types.js';
import { MessagesService } from './messages.service.js';
import { ReadMarkersService } from './reading/read-markers.service.js';

/** What conversations have because there are messages in them. */
@Resolver(() => ConversationType)
export class ConversationMessagesResolver {
  constructor(
    private readonly messagesService: MessagesService,
    private readonly reading: ReadMarkersService,
  ) {}

  @PayloadMutation(() => ConversationPayload, 'Marks as read for this viewer, and shows the customer blue ticks.')
  @Allow('WRITE_CONVERSATIONS')
  async markConversationRead(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { conversationId, upToMessageId }: MarkConversationReadInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.reading.markRead(viewer, conversationId, upToMessageId ?? null), errors: [] };
  }

  @ResolveField(() => MessageConnection, {
    description: 'In the order in which they were written. `last` without `before` is the end of the chat.',
  })
  async messages(
    @CurrentViewer() viewer: Viewer,
    @Parent() conversation: Conversation,
    @Args() page: PageArgs,
  ): Promise<unknown> {
    requireAllowed(viewer, 'READ_MESSAGES');
    return this.messagesService.list(conversation.id, page);
  }

  @ResolveField(() => MessageType, { nullable: true })
  async lastMessage(
    @CurrentViewer() viewer: Viewer,
    @Parent() { lastMessageId }: Conversation,
    @Context() context: unknown,
  ): Promise<unknown> {
    requireAllowed(viewer, 'READ_MESSAGES');
    return lastMessageId === null
      ? null
      : (context as RequestContext).loaders.load(this.messagesService.byIds, lastMessageId);
  }

  @ResolveField(() => Int, {
    description: 'Messages of the customer that this viewer has not read, up to 1,000. 0 for API keys.',
  })
  @Extensions(PER_VIEWER)
  async unreadCount(
    @CurrentViewer() viewer: Viewer,
    @Parent() conversation: Conversation,
    @Context() context: unknown,
  ): Promise<number> {
    if (viewer.kind !== 'USER') return 0;
    return (context as RequestContext).loaders.load(this.reading.unreadCounts, `${viewer.id} ${conversation.id}`);
  }
}

@Resolver(() => ParticipantType)
export class ParticipantMessagesResolver {
  constructor(
    private readonly messagesService: MessagesService,
    private readonly reading: ReadMarkersService,
  ) {}

  @ResolveField(() => MessageType, { nullable: true, description: 'How far this person has read.' })
  async lastReadMessage(@Parent() participant: ParticipantType, @Context() context: unknown): Promise<unknown> {
    const { loaders } = context as RequestContext;
    const id = await loaders.load(this.reading.lastReadIds, `${participant.userId} ${participant.conversationId}`);
    return id === null ? null : loaders.load(this.messagesService.byIds, id);
  }
}
