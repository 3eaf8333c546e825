import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DomainError, notAllowedNow } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import type { Conversation } from '../../conversations/conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import { TemplatesService } from '../../templates/templates.service.js';
import { userIdOf, type Viewer } from '../../users/domain/viewer.js';
import type { StoredContent } from '../domain/message-content.js';
import { hasArrived, type MessageStatus } from '../domain/message-status.js';
import { MessageEntity } from '../message.entity.js';
import { MessagesService } from '../messages.service.js';
import { OutboxService } from './outbox.service.js';
import { because } from '../../../common/errors/because.js';

/** What did not arrive, or of which nobody knows whether it did. */
const RESENDABLE: readonly MessageStatus[] = ['FAILED', 'UNCONFIRMED', 'CANCELLED'];

/** Resends what did not arrive, as a new message. */
@Injectable()
export class ResendMessageService {
  constructor(
    private readonly database: Database,
    private readonly contacts: ContactsService,
    private readonly messages: MessagesService,
    private readonly activity: OutboundActivityService,
    private readonly templates: TemplatesService,
    private readonly outbox: OutboxService,
  ) {}

  /** Asking twice answers the same new message: it is sent once. */
  async resend(viewer: Viewer, messageId: string): Promise<MessageEntity> {
    return this.database.transactionThatBeginsAgain(async () => {
      const { message, conversation } = await this.messages.requireForUpdate(viewer, messageId, 'messageId');
      const resent = await this.database.repository(MessageEntity).findOneBy({ retryOfId: message.id });
      if (resent !== null) return resent;
      const isOurs =
        message.direction === 'OUTBOUND' && message.origin === 'PARLEY' && message.targetWhatsappId === null;
      if (hasArrived(message)) {
        const why = because('MESSAGE_ARRIVED_ALREADY');
        throw notAllowedNow(why, [], ['messageId']);
      }
      if (!isOurs || !RESENDABLE.includes(message.status)) {
        const why = because('RESEND_NOT_IN_STATE', { status: message.status });
        throw notAllowedNow(why, message.status === 'QUEUED' ? ['cancelMessage'] : [], ['messageId']);
      }
      await this.refuseUnlessSendable(viewer, message, conversation);
      const stored = { kind: message.kind, content: message.content } as StoredContent;
      const { text, templateId, recordId, replyToWhatsappId } = message;
      const id = newId();
      const at = await this.outbox.add(viewer, [
        {
          id,
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
      await this.activity.recordOutbound(
        userIdOf(viewer),
        [{ conversation, messageId: id }],
        { isTemplate, isAnswer: true },
        at,
      );
      return this.database.repository(MessageEntity).findOneByOrFail({ id });
    });
  }

  private async refuseUnlessSendable(
    viewer: Viewer,
    { kind, templateId }: MessageEntity,
    conversation: Conversation,
  ): Promise<void> {
    if (kind !== 'TEMPLATE') return this.activity.refuseIfWindowClosed(conversation, 'messageId');
    const template = await this.templates.requireSendable(viewer, templateId ?? '', 'messageId');
    const [contact] = await this.contacts.byIds([conversation.contactId]);
    if (template.category !== 'MARKETING' || contact?.optedOutAt == null) return;
    const why = because('MARKETING_UNWANTED_AGAIN');
    throw new DomainError({ code: 'OPTED_OUT', ...why, path: ['messageId'] });
  }
}
