import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import type { Conversation } from '../../conversations/conversations.service.js';
import { TemplatesService } from '../../templates/templates.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { IdempotencyService, type PartAnswer } from './idempotency.service.js';
import { MessageEntity } from '../message.entity.js';
import type { OutgoingTemplateInput, SendTemplateInput } from '../schema/message.inputs.js';
import { sendTimeOf, timeOf } from '../domain/send-time.js';
import { TemplateOutboxService, type TemplateOutboxOptions } from './template-outbox.service.js';
import { TemplateRecipientsService } from './template-recipients.service.js';
import { because } from '../../../common/errors/because.js';

export interface SendOutcome {
  index: number;
  message: MessageEntity | null;
  errors: Problem[];
}

/** Sends a template to one or a few: filled in for each recipient, stored QUEUED; the dispatcher does the rest. */
@Injectable()
export class SendTemplateService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly templates: TemplatesService,
    private readonly recipients: TemplateRecipientsService,
    private readonly outbox: TemplateOutboxService,
    private readonly idempotency: IdempotencyService,
  ) {}

  /** Recipients who are refused hold up no others. */
  async send(viewer: Viewer, input: SendTemplateInput): Promise<SendOutcome[]> {
    const { idempotencyKey } = input;
    if (input.recipients.length === 0) {
      throw new DomainError({ code: 'REQUIRED', ...because('RECIPIENTS_EMPTY'), path: ['recipients'] });
    }
    return this.database.transactionThatBeginsAgain(async () => {
      const { accountId } = await this.templates.require(viewer, input.templateId, 'templateId');
      const request = [
        'sendTemplate',
        input.templateId,
        input.phoneNumberId ?? null,
        input.recipients,
        ...timeOf(input),
      ];
      if ((await this.idempotency.claim(accountId, idempotencyKey, request)) !== null) {
        return this.outcomesOf(await this.idempotency.partsOf(accountId, idempotencyKey));
      }
      const sendAt = sendTimeOf(input, this.clock.now());
      const count = input.recipients.length;
      const template = await this.templates.requireSendableTo(viewer, count, input.templateId, 'templateId');
      const numberId = await this.outbox.senderNumber(viewer, accountId, input.phoneNumberId ?? null);
      const outcomes = await this.recipients.prepare(viewer, template, input.recipients);
      const prepared = outcomes.flatMap((outcome) => outcome.prepared ?? []);
      const outgoing = await this.outbox.openConversations(template, numberId, prepared);
      await this.outbox.add(viewer, template, outgoing, { idempotencyKey, sendAt });
      const parts = outcomes.map(({ prepared: recipient, problems }) => ({
        messageId: recipient?.messageId ?? null,
        problems,
      }));
      await this.idempotency.completeParts(accountId, idempotencyKey, parts);
      return this.outcomesOf(parts);
    });
  }

  /** Within a conversation whose row is locked, in the caller's transaction. Returns the message's id. */
  async sendInConversation(
    viewer: Viewer,
    conversation: Conversation,
    input: OutgoingTemplateInput,
    options: Pick<TemplateOutboxOptions, 'idempotencyKey' | 'sendAt'>,
  ): Promise<string> {
    const path = ['content', 'template'];
    const template = await this.templates.requireSendable(viewer, input.templateId, ...path, 'templateId');
    if (template.accountId !== conversation.accountId) {
      const why = because('TEMPLATE_OF_OTHER_ACCOUNT');
      throw new DomainError({ code: 'INVALID_INPUT', ...why, path: [...path, 'templateId'] });
    }
    const { contactId } = conversation;
    const outcome = await this.recipients.prepareFor(viewer, template, contactId, input, path);
    if (outcome.prepared === null) throw new DomainError(...outcome.problems);
    await this.outbox.add(viewer, template, [{ recipient: outcome.prepared, conversation }], options);
    return outcome.prepared.messageId;
  }

  private async outcomesOf(parts: readonly PartAnswer[]): Promise<SendOutcome[]> {
    const ids = parts.map(({ messageId }) => messageId ?? '');
    const found = await this.database.repository(MessageEntity).findBy({ id: In(ids.filter((id) => id !== '')) });
    const messages = inOrderOf(ids, found, (message) => message.id);
    return parts.map(({ problems }, index) => ({ index, message: messages[index] ?? null, errors: problems }));
  }
}
