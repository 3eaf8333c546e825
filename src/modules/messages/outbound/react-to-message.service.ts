import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { isOneEmoji } from '../domain/emoji.js';
import { IdempotencyService } from './idempotency.service.js';
import { MessageEntity } from '../message.entity.js';
import type { ReactToMessageInput } from '../schema/message.inputs.js';
import { MessagesService } from '../messages.service.js';
import { OutboxService } from './outbox.service.js';

/** Meta takes reactions to messages of the last 30 days. */
const OLDEST_MS = 30 * 86_400_000;

/** Reacts to a message: the reaction goes the way of every other message, and is shown with the one that it is about. */
@Injectable()
export class ReactToMessageService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly conversations: ConversationsService,
    private readonly messages: MessagesService,
    private readonly sending: OutboundActivityService,
    private readonly idempotency: IdempotencyService,
    private readonly queue: OutboxService,
  ) {}

  /** Returns the message that was reacted to. */
  async react(viewer: Viewer, { idempotencyKey, messageId, emoji }: ReactToMessageInput): Promise<MessageEntity> {
    const given = emoji == null || emoji === '' ? null : emoji;
    if (given !== null && !isOneEmoji(given)) {
      throw new DomainError({ code: 'INVALID_INPUT', message: 'A reaction is one emoji.', path: ['emoji'] });
    }
    return this.database.transaction(async () => {
      const target = await this.messages.find(viewer, messageId);
      if (target === null) throw notFound('message', 'messageId');
      const conversation = await this.conversations.requireForUpdate(viewer, target.conversationId, 'messageId');
      const request = ['reactToMessage', target.id, given];
      const earlier = await this.idempotency.claim(conversation.accountId, idempotencyKey, request);
      if (earlier !== null) return target;
      this.refuseUnlessKnownToMeta(target);
      this.sending.refuseIfWindowClosed(conversation, 'messageId');
      const content = { targetWhatsappId: target.whatsappId ?? '', emoji: given };
      const ids = await this.queue.add(viewer, [
        {
          conversation,
          stored: { kind: 'REACTION', content },
          targetWhatsappId: content.targetWhatsappId,
          idempotencyKey,
        },
      ]);
      await this.sending.recordGesture(viewer, conversation, this.clock.now());
      await this.idempotency.complete(conversation.accountId, idempotencyKey, ids);
      return target;
    });
  }

  private refuseUnlessKnownToMeta(target: MessageEntity): void {
    const isMessage = target.whatsappId !== null && target.targetWhatsappId === null && target.revokedAt === null;
    if (!isMessage) {
      const message =
        'Nobody can react to this message: WhatsApp does not know it (yet), or it is no message any more.';
      throw new DomainError({ code: 'INVALID_INPUT', message, path: ['messageId'] });
    }
    if (this.clock.now().getTime() - target.occurredAt.getTime() > OLDEST_MS) {
      throw notAllowedNow('WhatsApp takes reactions to messages of the last 30 days only.', ['REPLY'], ['messageId']);
    }
  }
}
