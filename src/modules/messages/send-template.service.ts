import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { newId } from '../../common/ids.js';
import { PhoneNumbersService } from '../accounts/phone-numbers.service.js';
import { ConversationsService, type Conversation } from '../conversations/conversations.service.js';
import { FindOrCreateContactsService } from '../conversations/find-or-create-contacts.service.js';
import { OpenConversationsService } from '../conversations/open-conversations.service.js';
import { SendFromConversationsService } from '../conversations/send-from-conversations.service.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { IdempotencyService, type PartAnswer } from './idempotency.service.js';
import { MessageEntity } from './message.entity.js';
import type { OutgoingTemplateInput, SendTemplateInput } from './message.inputs.js';
import { PrepareRecipientsService, type Prepared } from './prepare-recipients.service.js';
import { QueueMessagesService } from './queue-messages.service.js';

export interface SendOutcome {
  index: number;
  message: MessageEntity | null;
  errors: Problem[];
}

/** Takes a template that somebody wants sent: filled in for each recipient, stored QUEUED; the worker does the rest. */
@Injectable()
export class SendTemplateService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly templates: TemplatesService,
    private readonly numbers: PhoneNumbersService,
    private readonly contacts: FindOrCreateContactsService,
    private readonly opening: OpenConversationsService,
    private readonly conversations: ConversationsService,
    private readonly sending: SendFromConversationsService,
    private readonly recipients: PrepareRecipientsService,
    private readonly idempotency: IdempotencyService,
    private readonly queue: QueueMessagesService,
  ) {}

  /** Recipients who are refused hold up no others. */
  async send(viewer: Viewer, input: SendTemplateInput): Promise<SendOutcome[]> {
    const { idempotencyKey } = input;
    if (input.recipients.length === 0) {
      throw new DomainError({ code: 'REQUIRED', message: 'There is no recipient.', path: ['recipients'] });
    }
    return this.database.transaction(async () => {
      const { accountId } = await this.templates.require(viewer, input.templateId, 'templateId');
      const request = ['sendTemplate', input.templateId, input.phoneNumberId ?? null, input.recipients];
      if ((await this.idempotency.claim(accountId, idempotencyKey, request)) !== null) {
        return this.outcomesOf(await this.idempotency.partsOf(accountId, idempotencyKey));
      }
      const template = await this.templates.requireSendable(viewer, input.templateId, 'templateId');
      const numberId = await this.senderNumber(viewer, accountId, input.phoneNumberId ?? null);
      const preparations = await this.recipients.prepare(viewer, template, input.recipients);
      const prepared = preparations.flatMap(({ prepared: ready }) => ready ?? []);
      const messageIds = await this.store(viewer, template, numberId, prepared, idempotencyKey);
      const idOf = new Map(prepared.map((ready, index) => [ready, messageIds[index] ?? null]));
      const parts = preparations.map(({ prepared: ready, problems }): PartAnswer => ({
        messageId: ready === null ? null : (idOf.get(ready) ?? null),
        problems,
      }));
      await this.idempotency.settleParts(accountId, idempotencyKey, parts);
      return this.outcomesOf(parts);
    });
  }

  /** Within a conversation whose row is locked, in the caller's transaction. Returns the message's id. */
  async sendInConversation(
    viewer: Viewer,
    conversation: Conversation,
    input: OutgoingTemplateInput,
    idempotencyKey: string,
  ): Promise<string> {
    const path = ['content', 'template'];
    const template = await this.templates.requireSendable(viewer, input.templateId, ...path, 'templateId');
    if (template.accountId !== conversation.accountId) {
      const message = 'This template belongs to another account than the conversation.';
      throw new DomainError({ code: 'INVALID_INPUT', message, path: [...path, 'templateId'] });
    }
    const { prepared, problems } = await this.recipients.prepareFor(
      viewer,
      template,
      conversation.contactId,
      input,
      path,
    );
    if (prepared === null) throw new DomainError(...problems);
    const [id] = await this.queueAll(viewer, template, [{ prepared, conversation }], idempotencyKey);
    if (id === undefined) throw new Error('A message was stored and has no id.');
    return id;
  }

  private async senderNumber(viewer: Viewer, accountId: string, numberId: string | null): Promise<string> {
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

  private async store(
    viewer: Viewer,
    template: Template,
    businessPhoneNumberId: string,
    prepared: Prepared[],
    idempotencyKey: string,
  ): Promise<string[]> {
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
    const placed = prepared.flatMap((ready, index) => {
      const conversation = rows[index];
      return conversation == null ? [] : [{ prepared: ready, conversation }];
    });
    return this.queueAll(viewer, template, placed, idempotencyKey);
  }

  private async queueAll(
    viewer: Viewer,
    template: Template,
    placed: { prepared: Prepared; conversation: Conversation }[],
    idempotencyKey: string,
  ): Promise<string[]> {
    const messages = placed.map(({ prepared, conversation }) => {
      const id = newId();
      const { text, recordId } = prepared;
      const stored = { kind: 'TEMPLATE' as const, content: prepared.content(id) };
      return { id, conversation, stored, text, templateId: template.id, recordId, idempotencyKey };
    });
    const ids = await this.queue.add(viewer, messages);
    const outbound = messages.map(({ id, conversation }) => ({ conversation, messageId: id }));
    await this.sending.recordOutbound(viewer, outbound, true, this.clock.now());
    return ids;
  }

  private async outcomesOf(parts: readonly PartAnswer[]): Promise<SendOutcome[]> {
    const ids = parts.map(({ messageId }) => messageId ?? '');
    const found = await this.database.repository(MessageEntity).findBy({ id: In(ids.filter((id) => id !== '')) });
    const messages = inOrderOf(ids, found, (message) => message.id);
    return parts.map(({ problems }, index) => ({ index, message: messages[index] ?? null, errors: problems }));
  }
}
