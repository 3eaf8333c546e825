import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/payload.js';
import { MetaRefusal } from '../../common/graphql/user-error.types.js';
import { ERROR_CATALOGUE } from '../../whatsapp/error-catalogue.js';
import { refusalFrom } from '../../whatsapp/graph-error.js';
import { ContactsService } from '../conversations/contacts.service.js';
import { ConversationType } from '../conversations/conversation.types.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import { ApiKeysService } from '../users/api-keys.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, CurrentViewer, type RequestContext } from '../users/request-context.js';
import { UsersService } from '../users/users.service.js';
import { statusHistory } from './domain/message-status.js';
import type { MessageEntity, StoredTemplate, StoredText, StoredUnsupported } from './message.entity.js';
import { SendMessageInput, SendTemplateInput } from './message.inputs.js';
import {
  MessageAuthor,
  MessageContent,
  MessagePayload,
  MessageStatusChange,
  MessageType,
  type SendResult,
  SendTemplatePayload,
  type TemplateContent,
  type TextContent,
  type UnsupportedContent,
} from './message.types.js';
import { MessagesService } from './messages.service.js';
import { SendMessageService } from './send-message.service.js';
import { SendTemplateService } from './send-template.service.js';

@Resolver(() => MessageType)
export class MessagesResolver {
  constructor(
    private readonly messages: MessagesService,
    private readonly sending: SendMessageService,
    private readonly templates: SendTemplateService,
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly users: UsersService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  @Query(() => MessageType, { nullable: true })
  @Allow('READ_CONVERSATIONS')
  async message(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<unknown> {
    return this.messages.find(viewer, id);
  }

  @Query(() => [MetaRefusal], {
    description: 'Every Meta error code that the system knows, how it is handled, and what to do.',
  })
  @Allow('READ_ACCOUNTS')
  errorCatalog(): MetaRefusal[] {
    return ERROR_CATALOGUE.map(({ code, title }) => refusalFrom({ code, message: title }));
  }

  @PayloadMutation(
    () => MessagePayload,
    'Sends free content within the service window. It is QUEUED at once; follow its status by inboxEvents.',
  )
  @Allow('SEND_MESSAGES')
  async sendMessage(@CurrentViewer() viewer: Viewer, @Args('input') input: SendMessageInput): Promise<MessagePayload> {
    return { message: await this.sending.send(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => SendTemplatePayload,
    'Sends an approved template to one or a few, with or without an open window. Each recipient has its own outcome; everything that is missing is told before Meta is called.',
  )
  @Allow('SEND_MESSAGES')
  async sendTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input') input: SendTemplateInput,
  ): Promise<SendTemplatePayload> {
    return { results: (await this.templates.send(viewer, input)) as unknown as SendResult[], errors: [] };
  }

  @ResolveField(() => ConversationType)
  async conversation(@Parent() message: MessageEntity, @Context() context: unknown): Promise<unknown> {
    return loadersIn(context).load(this.conversations.byIds, message.conversationId);
  }

  @ResolveField(() => MessageContent)
  content(@Parent() { kind, content, templateId }: MessageEntity): TextContent | TemplateContent | UnsupportedContent {
    if (kind === 'TEMPLATE') return { ...(content as StoredTemplate), templateId };
    if (kind === 'TEXT') {
      const { body, referral } = content as StoredText;
      return { body, referral: referral ?? null };
    }
    const { type, details, raw } = content as StoredUnsupported;
    return { kind: type, details, raw };
  }

  @ResolveField(() => MessageAuthor, {
    nullable: true,
    description: 'Null: Meta itself, or somebody who has been erased.',
  })
  async author(@Parent() message: MessageEntity, @Context() context: unknown): Promise<unknown> {
    const loaders = loadersIn(context);
    if (message.authorUserId !== null) return loaders.load(this.users.byIds, message.authorUserId);
    if (message.authorApiKeyId !== null) return loaders.load(this.apiKeys.byIds, message.authorApiKeyId);
    return message.authorContactId === null ? null : loaders.load(this.contacts.byIds, message.authorContactId);
  }

  @ResolveField(() => MessageType, {
    nullable: true,
    description: 'The message that this one quotes, where it is known.',
  })
  async replyTo(
    @Parent() { conversationId, replyToWhatsappId }: MessageEntity,
    @Context() context: unknown,
  ): Promise<unknown> {
    if (replyToWhatsappId === null) return null;
    return loadersIn(context).load(this.messages.byWhatsappIds, `${conversationId} ${replyToWhatsappId}`);
  }

  @ResolveField(() => [MessageStatusChange], { description: 'Every status that an outgoing message has reached.' })
  statusHistory(@Parent() message: MessageEntity): MessageStatusChange[] {
    return message.direction === 'OUTBOUND' ? statusHistory(message) : [];
  }
}

function loadersIn(context: unknown): RequestContext['loaders'] {
  return (context as RequestContext).loaders;
}
