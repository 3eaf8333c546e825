import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { isId, newId } from '../../common/ids.js';
import { WakeUps } from '../../common/wake-ups/wake-ups.js';
import { mendText } from '../../whatsapp/json.js';
import { ConversationsService, type Conversation } from '../conversations/conversations.service.js';
import { SendFromConversationsService } from '../conversations/send-from-conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { IdempotencyService } from './idempotency.service.js';
import { MessageEntity } from './message.entity.js';
import type { SendMessageInput } from './message.inputs.js';
import { SendTemplateService } from './send-template.service.js';

/** Takes a message that somebody wants sent: checks it, stores it QUEUED, and leaves the rest to the worker. */
@Injectable()
export class SendMessageService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly conversations: ConversationsService,
    private readonly sending: SendFromConversationsService,
    private readonly idempotency: IdempotencyService,
    private readonly templates: SendTemplateService,
  ) {}

  async send(viewer: Viewer, input: SendMessageInput): Promise<MessageEntity> {
    const { idempotencyKey, replyToId } = input;
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, input.conversationId, 'conversationId');
      const { accountId } = conversation;
      const request = ['sendMessage', conversation.id, replyToId ?? null, input.content];
      const [earlier] = (await this.idempotency.claim(accountId, idempotencyKey, request)) ?? [];
      if (earlier !== undefined) return this.require(earlier);

      if (input.content.template !== undefined) {
        const id = await this.templates.sendInConversation(
          viewer,
          conversation,
          input.content.template,
          idempotencyKey,
        );
        await this.idempotency.settle(accountId, idempotencyKey, [id]);
        return this.require(id);
      }
      const text = input.content.text ?? refuseEmpty();
      this.sending.refuseIfWindowClosed(conversation, 'conversationId');
      const replyToWhatsappId = replyToId == null ? null : await this.quotedId(conversation, replyToId);
      const message = await this.insert(conversation, viewer, {
        content: { body: mendText(text.body), previewUrl: text.previewUrl ?? true },
        text: mendText(text.body),
        replyToWhatsappId,
        idempotencyKey,
      });
      await this.sending.recordOutbound(conversation, viewer, message.id, message.occurredAt);
      await this.idempotency.settle(accountId, idempotencyKey, [message.id]);
      this.events.append({ accountId, kind: 'MESSAGE', entityId: message.id, conversationId: conversation.id });
      await this.wakeUps.ringAfterCommit('messages-queued');
      return message;
    });
  }

  private async insert(
    conversation: Conversation,
    viewer: Viewer,
    message: Pick<MessageEntity, 'content' | 'text' | 'replyToWhatsappId' | 'idempotencyKey'>,
  ): Promise<MessageEntity> {
    const id = newId();
    const now = this.clock.now();
    await this.database.repository(MessageEntity).insert({
      ...message,
      id,
      accountId: conversation.accountId,
      businessPhoneNumberId: conversation.businessPhoneNumberId,
      conversationId: conversation.id,
      direction: 'OUTBOUND',
      status: 'QUEUED',
      kind: 'TEXT',
      authorUserId: viewer.kind === 'USER' ? viewer.id : null,
      authorApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
      occurredAt: now,
      createdAt: now,
    });
    return this.require(id);
  }

  private async quotedId(conversation: Conversation, replyToId: string): Promise<string> {
    const quoted = isId(replyToId)
      ? await this.database.repository(MessageEntity).findOneBy({ id: replyToId, conversationId: conversation.id })
      : null;
    if (quoted === null) throw notFound('message in this conversation', 'replyToId');
    if (quoted.whatsappId === null) {
      throw new DomainError({
        code: 'INVALID_INPUT',
        message: 'This message cannot be quoted: WhatsApp does not know it (yet).',
        path: ['replyToId'],
      });
    }
    return quoted.whatsappId;
  }

  private require(id: string): Promise<MessageEntity> {
    return this.database.repository(MessageEntity).findOneByOrFail({ id });
  }
}

function refuseEmpty(): never {
  throw new DomainError({ code: 'REQUIRED', message: 'There is nothing to send.', path: ['content'] });
}
