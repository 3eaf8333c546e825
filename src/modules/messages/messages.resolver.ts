import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { JsonScalar } from '../../common/graphql/scalars.js';
import { MetaRefusal } from '../accounts/schema/meta-refusal.types.js';
import { ERROR_CATALOGUE } from '../../whatsapp/errors/error-catalogue.js';
import { refusalFrom } from '../../whatsapp/errors/graph-error.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import { ConversationType } from '../conversations/schema/conversation.types.js';
import { ConversationsService, type Conversation } from '../conversations/conversations.service.js';
import { mayReadMessage } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { chatPlaceOf, sortKeyOf } from '../conversations/domain/chat/chat-place.js';
import { readableContent } from './domain/content/readable-content.js';
import { statusHistory } from './domain/message-status.js';
import { AuthorsService, type Author } from './reading/authors.service.js';
import { contentOf } from './schema/content-of.js';
import { MessageContent } from './schema/message-content.types.js';
import type { MessageEntity } from './message.entity.js';
import { SendTemplateInput } from './schema/message.inputs.js';
import {
  MessageAuthor,
  MessagePayload,
  MessageStatusChange,
  MessageType,
  Reaction,
  ReferredProductType,
  SendTemplatePayload,
} from './schema/message.types.js';
import { MessagesService, type MessageReaction } from './messages.service.js';
import { SendMessageInput } from './schema/send-message.inputs.js';
import { SendMessageService } from './outbound/send-message.service.js';
import { SendTemplateService } from './outbound/send-template.service.js';

@Resolver(() => MessageType)
export class MessagesResolver {
  constructor(
    private readonly messages: MessagesService,
    private readonly sending: SendMessageService,
    private readonly templates: SendTemplateService,
    private readonly conversations: ConversationsService,
    private readonly authors: AuthorsService,
  ) {}

  @Query(() => MessageType, {
    description:
      'Message by its id; null where there is none, or the viewer may not see it. A key with MESSAGES_SEND alone reads those that it has sent itself.',
    nullable: true,
  })
  @Allow('READ_A_MESSAGE')
  async message(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the message.', type: () => ID }) id: string,
  ): Promise<MessageEntity | null> {
    const message = await this.messages.find(viewer, id);
    return message !== null && mayReadMessage(viewer, message) ? message : null;
  }

  @Query(() => [MetaRefusal], {
    description: 'Error codes of Meta that the system knows, each with how it is handled, and what to do.',
  })
  @Allow('READ_ACCOUNTS')
  errorCatalog(): MetaRefusal[] {
    return ERROR_CATALOGUE.map(({ code, subcode, title }) =>
      refusalFrom({ code, error_subcode: subcode, message: title }),
    );
  }

  @PayloadMutation(
    () => MessagePayload,
    'Sends free content within the service window. It is QUEUED at once; follow its status by inboxEvents.',
  )
  @Allow('SEND_MESSAGES')
  async sendMessage(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, content and idempotency key.' }) input: SendMessageInput,
  ): Promise<MessagePayload> {
    return { message: await this.sending.send(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => SendTemplatePayload,
    'Sends an approved template to one or a few, with or without an open window. Each recipient has its own outcome; everything that is missing is reported before Meta is called.',
  )
  @Allow('SEND_MESSAGES')
  async sendTemplate(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template, recipients and idempotency key.' }) input: SendTemplateInput,
  ): Promise<SendTemplatePayload> {
    return { results: await this.templates.send(viewer, input), errors: [] };
  }

  @ResolveField(() => String, {
    description: 'Place of the message in its chat: texts to sort by, oldest first. It never changes.',
  })
  sortKey(@Parent() message: MessageEntity): string {
    return sortKeyOf(chatPlaceOf(message));
  }

  @ResolveField(() => ConversationType, { description: 'Conversation that the message is part of.' })
  async conversation(@Parent() message: MessageEntity, @RequestLoaders() loaders: Loaders): Promise<Conversation> {
    return loaders.loadExisting(this.conversations.byIds, message.conversationId);
  }

  @ResolveField(() => MetaRefusal, {
    description: 'Reason why the message FAILED, and what to do; null for any other status.',
    nullable: true,
  })
  failure(@Parent() { status, failure }: MessageEntity): MetaRefusal | null {
    return status === 'FAILED' ? failure : null;
  }

  @ResolveField(() => MetaRefusal, {
    nullable: true,
    description:
      'Refusal that Meta last reported of the message, whatever has become of it: FAILED because of it; QUEUED, and it waits because of it; UNCONFIRMED; or DELIVERED, READ or PLAYED although Meta reported a failure too: then the customer has it, and nothing needs to be done. Null: none.',
  })
  refusal(@Parent() { failure }: MessageEntity): MetaRefusal | null {
    return failure;
  }

  @ResolveField(() => MessageContent, { description: 'Content of the message, by its kind.' })
  content(@Parent() { kind, content, templateId, source }: MessageEntity): object {
    return contentOf(readableContent(kind, content), { templateId, referral: source?.referral ?? null });
  }

  @ResolveField(() => JsonScalar, {
    nullable: true,
    description: 'Ad or post that the customer came from, whatever they sent, as Meta describes it; null otherwise.',
  })
  referral(@Parent() { source }: MessageEntity): JsonRecord | null {
    return source?.referral ?? null;
  }

  @ResolveField(() => Boolean, { description: 'Whether the message was forwarded more than five times.' })
  isFrequentlyForwarded(@Parent() { source }: MessageEntity): boolean {
    return source?.isFrequentlyForwarded === true;
  }

  @ResolveField(() => ReferredProductType, {
    description: 'Product of a catalogue that the message asks about; null otherwise.',
    nullable: true,
  })
  referredProduct(@Parent() { source }: MessageEntity): ReferredProductType | null {
    return source?.referredProduct ?? null;
  }

  @ResolveField(() => [Reaction], { description: 'Reactions to the message; empty: none.' })
  async reactions(
    @Parent() { id, whatsappId }: MessageEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<MessageReaction[]> {
    return whatsappId === null ? [] : loaders.load(this.messages.reactionsOf, id);
  }

  @ResolveField(() => MessageAuthor, {
    nullable: true,
    description:
      'Author of the message; in a group the member who wrote it. Null: Meta itself, somebody on the phone of the company, or somebody who has been erased.',
  })
  async author(@Parent() message: MessageEntity, @RequestLoaders() loaders: Loaders): Promise<Author | null> {
    return this.authors.of(message, loaders);
  }

  @ResolveField(() => MessageType, {
    nullable: true,
    description: 'Message that this one quotes; null without one, and where it is not known here.',
  })
  async replyTo(
    @Parent() { conversationId, replyToWhatsappId }: MessageEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<MessageEntity | null> {
    if (replyToWhatsappId === null) return null;
    return loaders.load(this.messages.byWhatsappIds, `${conversationId} ${replyToWhatsappId}`);
  }

  @ResolveField(() => [MessageStatusChange], {
    description:
      'Statuses that an outgoing message has reached, in order; empty of others. FAILED is among them only if it is its status now.',
  })
  statusHistory(@Parent() message: MessageEntity): MessageStatusChange[] {
    if (message.direction !== 'OUTBOUND') return [];
    return statusHistory(message.origin === 'PHONE_APP' ? { ...message, createdAt: null } : message);
  }

  @ResolveField(() => Boolean, {
    description:
      "Whether the history of the phone's app told of the message: it was said before the app shared it, so nobody was notified, and it is not unread. Conversations that begin so are closed.",
  })
  isFromHistory(@Parent() { position }: MessageEntity): boolean {
    return BigInt(position) < 0n;
  }
}
