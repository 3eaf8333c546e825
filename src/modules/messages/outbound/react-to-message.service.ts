import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { DAY_MS } from '../../../common/durations.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { isOneEmoji } from '../domain/emoji.js';
import { IdempotencyService } from './idempotency.service.js';
import { MessageEntity } from '../message.entity.js';
import type { ReactToMessageInput } from '../schema/message.inputs.js';
import { MessagesService } from '../messages.service.js';
import { OutboxService } from './outbox.service.js';
import { because } from '../../../common/errors/because.js';

/** Meta takes reactions to messages of the last 30 days. */
const MAX_AGE_MS = 30 * DAY_MS;

/** Reacts to a message: a reaction is queued and sent like every other message, and shown with its target. */
@Injectable()
export class ReactToMessageService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly conversations: ConversationsService,
    private readonly messages: MessagesService,
    private readonly activity: OutboundActivityService,
    private readonly idempotency: IdempotencyService,
    private readonly outbox: OutboxService,
  ) {}

  /** Returns the target. @throws DomainError (INVALID_INPUT, NOT_FOUND, NOT_ALLOWED_NOW, WINDOW_CLOSED) */
  async react(viewer: Viewer, { idempotencyKey, messageId, emoji }: ReactToMessageInput): Promise<MessageEntity> {
    const reaction = emoji == null || emoji === '' ? null : emoji;
    if (reaction !== null && !isOneEmoji(reaction)) {
      throw new DomainError({ code: 'INVALID_INPUT', ...because('REACTION_NOT_EMOJI'), path: ['emoji'] });
    }
    return this.database.transactionThatBeginsAgain(async () => {
      const target = await this.messages.find(viewer, messageId);
      if (target === null) throw notFound('message', 'messageId');
      const conversation = await this.conversations.requireForUpdate(viewer, target.conversationId, 'messageId');
      const request = ['reactToMessage', target.id, reaction];
      const earlier = await this.idempotency.claim(conversation.accountId, idempotencyKey, request);
      if (earlier !== null) return target;
      this.refuseUnlessKnownToMeta(target);
      this.activity.refuseIfWindowClosed(conversation, 'messageId');
      const content = { targetWhatsappId: target.whatsappId ?? '', emoji: reaction };
      const id = newId();
      const at = await this.outbox.add(viewer, [
        {
          id,
          conversation,
          stored: { kind: 'REACTION', content },
          targetWhatsappId: content.targetWhatsappId,
          idempotencyKey,
        },
      ]);
      await this.activity.recordGesture(viewer, conversation, at);
      await this.idempotency.complete(conversation.accountId, idempotencyKey, [id]);
      return target;
    });
  }

  private refuseUnlessKnownToMeta(target: MessageEntity): void {
    const isMessage = target.whatsappId !== null && target.targetWhatsappId === null && target.revokedAt === null;
    if (!isMessage) {
      const why = because('MESSAGE_NOT_REACTED_TO');
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['messageId'] });
    }
    if (this.clock.now().getTime() - target.occurredAt.getTime() > MAX_AGE_MS) {
      throw notAllowedNow(because('REACTION_TOO_LATE'), ['REPLY'], ['messageId']);
    }
  }
}
