import { Args, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { ConversationStatusService } from './activity/conversation-status.service.js';
import { AssignConversationInput, ConversationIdInput, ParticipantsInput } from './schema/conversation.inputs.js';
import { ConversationPayload, ConversationType } from './schema/conversation.types.js';
import { ParticipantsService } from './activity/participants.service.js';

/** What colleagues do with conversations, beside writing. */
@Resolver(() => ConversationType)
export class ConversationActionsResolver {
  constructor(
    private readonly participants: ParticipantsService,
    private readonly status: ConversationStatusService,
  ) {}

  @PayloadMutation(() => ConversationPayload, 'Adds colleagues to a conversation: they see it, and are notified.')
  @Allow('WRITE_CONVERSATIONS')
  async addParticipants(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and the colleagues to be added.' })
    { conversationId, userIds }: ParticipantsInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.participants.add(viewer, conversationId, userIds), errors: [] };
  }

  @PayloadMutation(
    () => ConversationPayload,
    'Takes colleagues out of a conversation. When nobody is left, it is open to everybody on the account.',
  )
  @Allow('WRITE_CONVERSATIONS')
  async removeParticipants(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and the colleagues to be taken out.' })
    { conversationId, userIds }: ParticipantsInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.participants.remove(viewer, conversationId, userIds), errors: [] };
  }

  @PayloadMutation(() => ConversationPayload, 'Says who answers for a conversation; they take part from now on.')
  @Allow('WRITE_CONVERSATIONS')
  async assignConversation(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and the colleague.' })
    { conversationId, userId }: AssignConversationInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.participants.assign(viewer, conversationId, userId ?? null), errors: [] };
  }

  @PayloadMutation(
    () => ConversationPayload,
    'Closes a conversation that is done with. It opens again by itself when somebody writes.',
  )
  @Allow('WRITE_CONVERSATIONS')
  async closeConversation(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation to be closed.' }) { conversationId }: ConversationIdInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.status.set(viewer, conversationId, 'CLOSED'), errors: [] };
  }

  @PayloadMutation(() => ConversationPayload, 'Opens a closed conversation again.')
  @Allow('WRITE_CONVERSATIONS')
  async reopenConversation(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation to be opened.' }) { conversationId }: ConversationIdInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.status.set(viewer, conversationId, 'OPEN'), errors: [] };
  }
}
