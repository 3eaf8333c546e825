import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { newId } from '../../../common/ids.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import { UpsertContactsService } from '../../conversations/contacts/upsert-contacts.service.js';
import { OpenConversationsService } from '../../conversations/activity/open-conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import type { Template } from '../../templates/templates.service.js';
import { userIdOf, type Viewer } from '../../users/domain/viewer.js';
import type { PreparedRecipient } from './template-recipients.service.js';
import { OutboxService } from './outbox.service.js';

/** A recipient, and the conversation in which the template goes to them. */
export interface OutgoingTemplate {
  prepared: PreparedRecipient;
  conversation: Conversation;
}

export interface TemplateOutboxOptions {
  idempotencyKey: string;
  broadcastId?: string;
}

/** Puts filled-in templates into the conversations of their recipients and queues them. */
@Injectable()
export class TemplateOutboxService {
  constructor(
    private readonly clock: Clock,
    private readonly numbers: PhoneNumbersService,
    private readonly contacts: UpsertContactsService,
    private readonly opening: OpenConversationsService,
    private readonly conversations: ConversationsService,
    private readonly sending: OutboundActivityService,
    private readonly queueing: OutboxService,
  ) {}

  /** The number that sends: the one that was asked for, or the only one. @throws DomainError */
  async senderNumber(viewer: Viewer, accountId: string, numberId: string | null): Promise<string> {
    if (numberId !== null) {
      const number = await this.numbers.require(viewer, numberId, 'phoneNumberId');
      if (number.accountId === accountId) return number.id;
      const message = 'This number belongs to another account than the template.';
      throw new DomainError({ code: 'INVALID_INPUT', message, path: ['phoneNumberId'] });
    }
    const [only, second] = await this.numbers.ofAccount(accountId);
    if (only !== undefined && second === undefined) return only.id;
    const message = 'The account has several numbers: say which one sends.';
    throw new DomainError({ code: 'REQUIRED', message, path: ['phoneNumberId'] });
  }

  /** Finds or opens the conversations, in order; they stay locked until the running transaction ends. */
  async openConversations(
    template: Template,
    businessPhoneNumberId: string,
    prepared: readonly PreparedRecipient[],
  ): Promise<OutgoingTemplate[]> {
    if (prepared.length === 0) return [];
    const { accountId } = template;
    const contactIds = await this.contacts.resolve(
      accountId,
      prepared.map(({ sender }) => sender),
    );
    const found = await this.opening.findOrOpen(
      accountId,
      contactIds.map((contactId) => ({ businessPhoneNumberId, contactId })),
      'BUSINESS_INITIATED',
      this.clock.now(),
    );
    const rows = await this.conversations.byIds(found.map(({ id }) => id));
    return prepared.flatMap((ready, index) => {
      const conversation = rows[index];
      return conversation == null ? [] : [{ prepared: ready, conversation }];
    });
  }

  /**
   * Stores the messages QUEUED and returns their ids, in order. Whoever sends to one takes part in the conversation;
   * what a broadcast brings back is for all operators of the number.
   */
  async add(
    viewer: Viewer,
    template: Template,
    placed: readonly OutgoingTemplate[],
    { idempotencyKey, broadcastId }: TemplateOutboxOptions,
  ): Promise<string[]> {
    const messages = placed.map(({ prepared, conversation }) => {
      const id = newId();
      const { text, recordId } = prepared;
      const stored = { kind: 'TEMPLATE' as const, content: prepared.content(id) };
      return { id, conversation, stored, text, templateId: template.id, recordId, idempotencyKey, broadcastId };
    });
    const ids = await this.queueing.add(viewer, messages);
    const outbound = messages.map(({ id, conversation }) => ({ conversation, messageId: id }));
    const author = broadcastId === undefined ? userIdOf(viewer) : null;
    await this.sending.recordOutbound(author, outbound, true, this.clock.now());
    return ids;
  }
}
