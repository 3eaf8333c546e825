import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { notFound } from '../../common/errors/domain-error.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { ConversationIdInput } from '../conversations/schema/conversation.inputs.js';
import { ConversationPayload, type ConversationType } from '../conversations/schema/conversation.types.js';
import { InboundMediaService } from '../media/inbound-media.service.js';
import { MediaService } from '../media/media.service.js';
import { MediaPayload } from '../media/media.types.js';
import { ReadFromReplica } from '../../common/graphql/read-from-replica.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { NotesService } from './reading/notes.service.js';
import { AddNoteInput, MediaIdInput, MessageIdInput, ReactToMessageInput } from './schema/message.inputs.js';
import { MessageConnection, MessagePayload, MessageType } from './schema/message.types.js';
import type { MessageEntity } from './message.entity.js';
import { MessagesService } from './messages.service.js';
import { CancelMessagesService } from './outbound/cancel-messages.service.js';
import { ReactToMessageService } from './outbound/react-to-message.service.js';
import { ResendMessageService } from './outbound/resend-message.service.js';
import { MessageSearchService } from './reading/message-search.service.js';
import { TypingIndicatorService } from './reading/typing-indicator.service.js';
import { movedIntoFilter, readFiltered } from '../../common/graphql/pagination/list-filter.js';
import { MessageSearchFilter } from './schema/message-list.inputs.js';

/** What colleagues do about messages, beside sending. */
@Resolver(() => MessageType)
export class MessageActionsResolver {
  constructor(
    private readonly notes: NotesService,
    private readonly reactions: ReactToMessageService,
    private readonly typing: TypingIndicatorService,
    private readonly searching: MessageSearchService,
    private readonly messages: MessagesService,
    private readonly files: MediaService,
    private readonly inboundFiles: InboundMediaService,
    private readonly resending: ResendMessageService,
    private readonly cancelling: CancelMessagesService,
  ) {}

  @Query(() => MessageConnection, {
    description:
      'Messages of conversations that the viewer may see and that hold every word of `query`, or a part of a word; words of one or two letters are found as whole words (in scripts without blanks anywhere); case and accents do not count. Newest first. Answers in time: see isComplete.',
  })
  @ReadFromReplica()
  @Allow('READ_CONVERSATIONS')
  async searchMessages(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('query', { description: 'Words to be found, up to 200 characters; punctuation alone is TOO_SHORT.' })
    query: string,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every message.' })
    filter?: MessageSearchFilter,
    @Args('accountId', {
      ...movedIntoFilter('accountId'),
      description: 'UUID as in MessageSearchFilter.accountId.',
      type: () => ID,
      nullable: true,
    })
    accountId?: string,
    @Args('conversationId', {
      ...movedIntoFilter('conversationId'),
      description: 'UUID as in MessageSearchFilter.conversationId.',
      type: () => ID,
      nullable: true,
    })
    conversationId?: string,
  ): Promise<Page<MessageEntity>> {
    return readFiltered(filter, { accountId, conversationId }, (conditions) =>
      this.searching.search(viewer, { query, ...conditions }, page),
    );
  }

  @PayloadMutation(() => MessagePayload, 'Writes a note among colleagues into a conversation. It is never sent.')
  @Allow('WRITE_CONVERSATIONS')
  async addNote(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and the text of the note.' }) input: AddNoteInput,
  ): Promise<MessagePayload> {
    return { message: await this.notes.add(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => MessagePayload,
    'Reacts to a message, within the service window. Answers the message that was reacted to.',
  )
  @Allow('SEND_MESSAGES')
  async reactToMessage(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Message, and the emoji.' }) input: ReactToMessageInput,
  ): Promise<MessagePayload> {
    return { message: await this.reactions.react(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => ConversationPayload,
    'Shows the customer that somebody is writing, for 25 seconds or until the answer; their messages become read for them. Call it while somebody types, as often as you like.',
  )
  @Allow('SEND_MESSAGES')
  async showTyping(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation in which somebody types.' }) { conversationId }: ConversationIdInput,
  ): Promise<ConversationPayload> {
    const conversation: ConversationType = await this.typing.show(viewer, conversationId);
    return { conversation, errors: [] };
  }

  @PayloadMutation(
    () => MessagePayload,
    'Sends a message again that FAILED, is UNCONFIRMED or was CANCELLED, as a new message. Asking twice answers the same one. Of an UNCONFIRMED message the customer may then have two.',
  )
  @Allow('SEND_MESSAGES')
  async retryMessage(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Message to be sent again.' }) { messageId }: MessageIdInput,
  ): Promise<MessagePayload> {
    return { message: await this.resending.resend(viewer, messageId), errors: [] };
  }

  @PayloadMutation(
    () => MessagePayload,
    'Takes back a message that is still QUEUED, also one that is scheduled; else NOT_ALLOWED_NOW.',
  )
  @Allow('SEND_MESSAGES')
  async cancelMessage(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Message to be taken back.' }) { messageId }: MessageIdInput,
  ): Promise<MessagePayload> {
    return { message: await this.cancelling.cancel(viewer, messageId), errors: [] };
  }

  @PayloadMutation(() => MediaPayload, 'Tries again to fetch a file that a customer sent.')
  @Allow('WRITE_CONVERSATIONS')
  async retryMedia(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'File to be fetched.' }) { mediaId }: MediaIdInput,
  ): Promise<MediaPayload> {
    const media = await this.files.require(viewer, mediaId, 'mediaId');
    const isSeen = media.messageId !== null && (await this.messages.find(viewer, media.messageId)) !== null;
    if (!isSeen) throw notFound('file that a customer sent', 'mediaId');
    return { media: await this.inboundFiles.retry(media), errors: [] };
  }
}
