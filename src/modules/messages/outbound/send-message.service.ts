import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import { isId, newId } from '../../../common/ids.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import { userIdOf, type Viewer } from '../../users/domain/viewer.js';
import { IdempotencyService } from './idempotency.service.js';
import { MessageEntity } from '../message.entity.js';
import { OutgoingContentService } from './content/outgoing-content.service.js';
import { OutboxService } from './outbox.service.js';
import type { SendMessageInput } from '../schema/send-message.inputs.js';
import { sendTimeOf, timeOf } from '../domain/send-time.js';
import { SendTemplateService } from './send-template.service.js';
import { because } from '../../../common/errors/because.js';

/** Sends a message in a conversation: checked, stored QUEUED; the dispatcher does the rest. */
@Injectable()
export class SendMessageService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly conversations: ConversationsService,
    private readonly activity: OutboundActivityService,
    private readonly idempotency: IdempotencyService,
    private readonly contents: OutgoingContentService,
    private readonly outbox: OutboxService,
    private readonly templates: SendTemplateService,
  ) {}

  async send(viewer: Viewer, input: SendMessageInput): Promise<MessageEntity> {
    const { idempotencyKey, replyToId } = input;
    return this.database.transactionThatBeginsAgain(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, input.conversationId, 'conversationId');
      const { accountId } = conversation;
      const request = ['sendMessage', conversation.id, replyToId ?? null, input.content, ...timeOf(input)];
      const [earlier] = (await this.idempotency.claim(accountId, idempotencyKey, request)) ?? [];
      if (earlier !== undefined) return this.require(earlier);
      const options = { idempotencyKey, sendAt: sendTimeOf(input, this.clock.now()) };
      const id =
        input.content.template === undefined
          ? await this.sendFreely(viewer, conversation, input, options.sendAt)
          : await this.templates.sendInConversation(viewer, conversation, input.content.template, options);
      await this.idempotency.complete(accountId, idempotencyKey, [id]);
      return this.require(id);
    });
  }

  private async sendFreely(
    viewer: Viewer,
    conversation: Conversation,
    input: SendMessageInput,
    sendAt: Date | null,
  ): Promise<string> {
    const { idempotencyKey, replyToId, content } = input;
    this.activity.refuseIfWindowClosed(conversation, 'conversationId');
    const stored = await this.contents.prepare(viewer, conversation, content);
    const replyToWhatsappId = replyToId == null ? null : await this.quotedId(conversation, replyToId);
    const id = newId();
    const at = await this.outbox.add(viewer, [{ id, conversation, stored, replyToWhatsappId, idempotencyKey, sendAt }]);
    if (sendAt !== null) return id; // nothing has been said yet
    await this.activity.recordOutbound(
      userIdOf(viewer),
      [{ conversation, messageId: id }],
      { isTemplate: false, isAnswer: true },
      at,
    );
    return id;
  }

  private async quotedId(conversation: Conversation, replyToId: string): Promise<string> {
    const quoted = isId(replyToId)
      ? await this.database.repository(MessageEntity).findOneBy({ id: replyToId, conversationId: conversation.id })
      : null;
    if (quoted === null) throw notFound('message in this conversation', 'replyToId');
    if (quoted.whatsappId === null || quoted.targetWhatsappId !== null) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        ...because('QUOTE_UNKNOWN'),
        path: ['replyToId'],
      });
    }
    return quoted.whatsappId;
  }

  private require(id: string): Promise<MessageEntity> {
    return this.database.repository(MessageEntity).findOneByOrFail({ id });
  }
}
