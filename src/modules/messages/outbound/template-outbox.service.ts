import { Injectable } from '@nestjs/common';
import { GoneMeanwhileError } from '../../../common/database/begins-again.js';
import { Clock } from '../../../common/clock/clock.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import { UpsertContactsService } from '../../conversations/contacts/identities/upsert-contacts.service.js';
import { OpenConversationsService } from '../../conversations/activity/open-conversations.service.js';
import { OutboundActivityService } from '../../conversations/activity/outbound-activity.service.js';
import type { Template } from '../../templates/templates.service.js';
import { userIdOf, type Viewer } from '../../users/domain/viewer.js';
import { OutgoingJobsService } from '../dispatch/outgoing-jobs.service.js';
import type { PreparedRecipient } from './template-recipients.service.js';
import { OutboxService } from './outbox.service.js';
import { because } from '../../../common/errors/because.js';

/** A filled-in template, and the conversation in which it goes to its recipient. */
export interface OutgoingTemplate {
  recipient: PreparedRecipient;
  conversation: Conversation;
}

export interface TemplateOutboxOptions {
  idempotencyKey: string;
  broadcastId?: string;
  /** They wait for this time; null or absent: they are sent as soon as they can be. */
  sendAt?: Date | null;
  /** Nobody sends it: whoever wrote the rule for it takes no part in the conversations. */
  isAutomatic?: boolean;
}

/** Outbox of templates: finds or opens the conversations of their recipients, and stores the messages QUEUED. */
@Injectable()
export class TemplateOutboxService {
  constructor(
    private readonly clock: Clock,
    private readonly numbers: PhoneNumbersService,
    private readonly contacts: UpsertContactsService,
    private readonly known: ContactsService,
    private readonly opening: OpenConversationsService,
    private readonly conversations: ConversationsService,
    private readonly activity: OutboundActivityService,
    private readonly outbox: OutboxService,
    private readonly jobs: OutgoingJobsService,
  ) {}

  /** The number that sends: the one that was asked for, or the only one. @throws DomainError */
  async senderNumber(viewer: Viewer, accountId: string, numberId: string | null): Promise<string> {
    if (numberId !== null) {
      const number = await this.numbers.require(viewer, numberId, 'phoneNumberId');
      if (number.accountId === accountId) return number.id;
      const why = because('NUMBER_OF_OTHER_ACCOUNT');
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: ['phoneNumberId'] });
    }
    const [only, second] = await this.numbers.ofAccount(accountId);
    if (only !== undefined && second === undefined) return only.id;
    const why = because('NUMBER_MISSING');
    throw new DomainError({ code: 'REQUIRED', ...why, path: ['phoneNumberId'] });
  }

  /**
   * Finds or opens the conversations, in order; they stay locked until the running transaction ends.
   * @throws GoneMeanwhileError where somebody is erased in the same moment
   */
  async openConversations(
    template: Template,
    businessPhoneNumberId: string,
    recipients: readonly PreparedRecipient[],
  ): Promise<OutgoingTemplate[]> {
    if (recipients.length === 0) return [];
    const { accountId } = template;
    const contactIds = await this.contacts.upsert(
      accountId,
      recipients.map(({ address }) => address),
    );
    await this.requireThere(recipients.filter(({ contactId }, index) => contactId !== contactIds[index]));
    const found = await this.opening.findOrOpen(
      accountId,
      contactIds.map((contactId) => ({ businessPhoneNumberId, contactId })),
      'BUSINESS_INITIATED',
      this.clock.now(),
    );
    const rows = await this.conversations.byIds(found.map(({ id }) => id));
    return recipients.map((recipient, index) => {
      const conversation = rows[index];
      if (conversation == null) throw new GoneMeanwhileError('A conversation was opened and cannot be found.');
      return { recipient, conversation };
    });
  }

  /** Whoever was erased since they were read is not written to again, as somebody new with the same number. */
  private async requireThere(recipients: readonly PreparedRecipient[]): Promise<void> {
    const ids = recipients.flatMap(({ contactId }) => contactId ?? []);
    if (ids.length === 0) return;
    const contacts = await this.known.byIds(ids);
    if (contacts.includes(null)) throw new GoneMeanwhileError('A contact was erased before it was written to.');
  }

  /** Those of these conversations that have a message of the broadcast which waits. */
  async conversationsReached(broadcastId: string, conversationIds: readonly string[]): Promise<Set<string>> {
    return new Set(await this.jobs.conversationsOf(broadcastId, conversationIds));
  }

  /**
   * Stores the messages QUEUED. Whoever sends to one takes part in the conversation;
   * what a broadcast or a rule brings back is for all operators of the number.
   */
  async add(
    viewer: Viewer,
    template: Template,
    templates: readonly OutgoingTemplate[],
    { idempotencyKey, broadcastId, sendAt, isAutomatic = broadcastId !== undefined }: TemplateOutboxOptions,
  ): Promise<void> {
    const messages = templates.map(({ recipient: { messageId: id, text, recordId, content }, conversation }) => {
      const stored = { kind: 'TEMPLATE' as const, content };
      return { id, conversation, stored, text, templateId: template.id, recordId, idempotencyKey, broadcastId, sendAt };
    });
    const at = await this.outbox.add(viewer, messages);
    if (sendAt != null) return; // nothing has been said yet
    const author = isAutomatic ? null : userIdOf(viewer);
    const outbound = messages.map(({ id, conversation }) => ({ conversation, messageId: id }));
    await this.activity.recordOutbound(author, outbound, { isTemplate: true, isAnswer: !isAutomatic }, at);
  }
}
