import { Args, ID, Info, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { DEFAULT_PAGE_SIZE, PageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { ConversationPayload, ConversationType, ParticipantType } from '../conversations/schema/conversation.types.js';
import type { Conversation } from '../conversations/conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { MarkConversationReadInput } from './schema/message.inputs.js';
import { MessageConnection, MessageType } from './schema/message.types.js';
import type { MessageEntity } from './message.entity.js';
import { MessagesService } from './messages.service.js';
import { ChatService } from './reading/chat.service.js';
import { ReadMarkersService } from './reading/read-markers.service.js';
import { because } from '../../common/errors/because.js';

/** Fields of a conversation that come from its messages. */
@Resolver(() => ConversationType)
export class ConversationMessagesResolver {
  constructor(
    private readonly messagesService: MessagesService,
    private readonly chat: ChatService,
    private readonly readMarkers: ReadMarkersService,
  ) {}

  @PayloadMutation(() => ConversationPayload, 'Marks as read for this viewer, and shows the customer blue ticks.')
  @Allow('WRITE_CONVERSATIONS')
  async markConversationRead(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and how far it was read.' })
    { conversationId, upToMessageId }: MarkConversationReadInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.readMarkers.markRead(viewer, conversationId, upToMessageId ?? null), errors: [] };
  }

  @ResolveField(() => MessageConnection, {
    description:
      'Messages in the order of the chat: by the second in which they were written, and within a second as they came. `last` without `before` is the end of the chat; `around` with `first` a page of its middle, for a search hit or a quote.',
  })
  async messages(
    @CurrentViewer() viewer: Viewer,
    @Parent() conversation: Conversation,
    @Args() page: PageArgs,
    @Args('around', {
      type: () => ID,
      nullable: true,
      description:
        'UUID of a message of the conversation that is to stand in the middle; INVALID_INPUT together with cursors or `last`.',
    })
    around?: string | null,
  ): Promise<Page<MessageEntity>> {
    requireAllowed(viewer, 'READ_MESSAGES');
    if (around != null) {
      refuseCursors(page);
      return this.chat.around(conversation.id, around, page.first ?? DEFAULT_PAGE_SIZE);
    }
    return this.chat.page(conversation.id, page);
  }

  @ResolveField(() => MessageType, {
    description:
      'Last message of the chat; null before the first one. Needs the right to read messages, else FORBIDDEN.',
    nullable: true,
  })
  async lastMessage(
    @CurrentViewer() viewer: Viewer,
    @Parent() { lastMessageId }: Conversation,
    @RequestLoaders() loaders: Loaders,
  ): Promise<MessageEntity | null> {
    requireAllowed(viewer, 'READ_MESSAGES');
    return lastMessageId === null ? null : loaders.load(this.messagesService.byIds, lastMessageId);
  }

  @ResolveField(() => Int, {
    description: 'Messages of the customer that this viewer has not read, up to 1,000. 0 for API keys.',
  })
  async unreadCount(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id }: Conversation,
    @RequestLoaders() loaders: Loaders,
    @Info() info: GraphQLResolveInfo,
  ): Promise<number> {
    return loaders.loadFor(this.readMarkers.unreadCount, viewer, id, info);
  }
}

@Resolver(() => ParticipantType)
export class ParticipantMessagesResolver {
  constructor(
    private readonly messagesService: MessagesService,
    private readonly readMarkers: ReadMarkersService,
  ) {}

  @ResolveField(() => MessageType, {
    nullable: true,
    description: 'Message up to which this person has read; null: nothing yet.',
  })
  async lastReadMessage(
    @Parent() participant: ParticipantType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<MessageEntity | null> {
    const id = await loaders.load(this.readMarkers.lastReadIds, `${participant.userId} ${participant.conversationId}`);
    return id === null ? null : loaders.load(this.messagesService.byIds, id);
  }
}

function refuseCursors({ after, before, last }: PageArgs): void {
  if (after == null && before == null && last == null) return;
  const why = because('AROUND_WITH_OTHERS');
  throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['around'] });
}
