import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow, notFound } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import { TemplatesService } from '../../templates/templates.service.js';
import { userIdOf, type Viewer } from '../../users/domain/viewer.js';
import type { StoredContent } from '../domain/message-content.js';
import { MessageEntity } from '../message.entity.js';
import { MessagesService } from '../messages.service.js';
import { OutboxService } from './outbox.service.js';

/** What may be sent again: what did not arrive, or of which nobody knows whether it did. */
const RESENDABLE: readonly string[] = ['FAILED', 'UNCONFIRMED', 'CANCELLED'];

/** Sends again what did not arrive, as a new message; takes back what has not been sent. */
@Injectable()
export class ResendMessageService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly messages: MessagesService,
    private readonly sending: OutboundActivityService,
    private readonly templates: TemplatesService,
    private readonly queue: OutboxService,
  ) {}

  /** Asking twice answers the same new message: it is sent once. */
  async resend(viewer: Viewer, messageId: string): Promise<MessageEntity> {
    return this.database.transaction(async () => {
      const { message, conversation } = await this.lock(viewer, messageId);
      const repetition = await this.database.repository(MessageEntity).findOneBy({ retryOfId: message.id });
      if (repetition !== null) return repetition;
      const isOurs =
        message.direction === 'OUTBOUND' && message.origin === 'PARLEY' && message.targetWhatsappId === null;
      if (!isOurs || !RESENDABLE.includes(message.status)) {
        const what = `A message that is ${message.status} cannot be sent again.`;
        throw notAllowedNow(what, message.status === 'QUEUED' ? ['cancelMessage'] : [], ['messageId']);
      }
      await this.refuseWhatIsNotAllowed(viewer, message, conversation);
      const stored = { kind: message.kind, content: message.content } as StoredContent;
      const { text, templateId, recordId, replyToWhatsappId } = message;
      const [id = ''] = await this.queue.add(viewer, [
        {
          conversation,
          stored,
          text,
          templateId,
          recordId,
          replyToWhatsappId,
          retryOfId: message.id,
          idempotencyKey: null,
        },
      ]);
      const isTemplate = message.kind === 'TEMPLATE';
      await this.sending.recordOutbound(
        userIdOf(viewer),
        [{ conversation, messageId: id }],
        isTemplate,
        this.clock.now(),
      );
      return this.database.repository(MessageEntity).findOneByOrFail({ id });
    });
  }

  /** Harmless twice. What a worker has taken can not be taken back. */
  async cancel(viewer: Viewer, messageId: string): Promise<MessageEntity> {
    return this.database.transaction(async () => {
      const { message } = await this.lock(viewer, messageId);
      if (message.status === 'CANCELLED') return message;
      const cancelled = await this.database.run(
        `UPDATE messages SET status = 'CANCELLED', next_attempt_at = NULL WHERE id = $1 AND status = 'QUEUED'`,
        [message.id],
      );
      if (cancelled === 0) {
        throw notAllowedNow(`It is ${message.status}: only what is QUEUED can be taken back.`, [], ['messageId']);
      }
      const { id, accountId, conversationId } = message;
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId });
      return this.database.repository(MessageEntity).findOneByOrFail({ id });
    });
  }

  private async lock(
    viewer: Viewer,
    messageId: string,
  ): Promise<{ message: MessageEntity; conversation: Conversation }> {
    const found = await this.messages.find(viewer, messageId);
    if (found === null) throw notFound('message', 'messageId');
    const conversation = await this.conversations.requireForUpdate(viewer, found.conversationId, 'messageId');
    const message = await this.database
      .repository(MessageEntity)
      .findOneOrFail({ where: { id: found.id }, lock: { mode: 'pessimistic_write' } });
    return { message, conversation };
  }

  private async refuseWhatIsNotAllowed(
    viewer: Viewer,
    { kind, templateId }: MessageEntity,
    conversation: Conversation,
  ): Promise<void> {
    if (kind !== 'TEMPLATE') return this.sending.refuseIfWindowClosed(conversation, 'messageId');
    const template = await this.templates.requireSendable(viewer, templateId ?? '', 'messageId');
    const [contact] = await this.contacts.byIds([conversation.contactId]);
    if (template.category !== 'MARKETING' || contact?.optedOutAt == null) return;
    const message = 'This customer does not want marketing messages.';
    throw new DomainError({ code: 'OPTED_OUT', message, path: ['messageId'] });
  }
}
