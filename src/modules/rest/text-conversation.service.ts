import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { phoneNumberProblem } from '../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../common/phone-numbers/read-phone-number.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { DefaultCountriesService } from '../accounts/phone-numbers/default-countries.service.js';
import { ContactsService } from '../conversations/contacts/contacts.service.js';
import { externalKey, ExternalIdsService } from '../conversations/contacts/identities/external-ids.service.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import { TemplateOutboxService } from '../messages/outbound/template-outbox.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import type { SendMessageBody } from './send-message-body.js';
import { because } from '../../common/errors/because.js';

/** Conversation in which a text or a file goes to whoever is named: one that the customer has begun. */
@Injectable()
export class TextConversationService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly countries: DefaultCountriesService,
    private readonly contacts: ContactsService,
    private readonly externalIds: ExternalIdsService,
    private readonly conversations: ConversationsService,
    private readonly outbox: TemplateOutboxService,
  ) {}

  /** @returns its id @throws DomainError (WINDOW_CLOSED where the customer has never written to this number) */
  async find(viewer: Viewer, { to = {}, accountId, phoneNumberId }: SendMessageBody): Promise<string> {
    const contact = await this.addressed(viewer, to, accountId);
    const numberId = await this.outbox.senderNumber(viewer, contact.accountId, phoneNumberId ?? null);
    const [conversations] = contact.id === null ? [] : await this.conversations.byContactIds([contact.id]);
    const conversation = conversations?.find(({ businessPhoneNumberId }) => businessPhoneNumberId === numberId);
    if (conversation !== undefined) return conversation.id;
    throw new DomainError({
      code: 'WINDOW_CLOSED',
      ...because('CUSTOMER_NEVER_WROTE'),
      path: ['to'],
      accountId: contact.accountId,
    });
  }

  private async addressed(
    viewer: Viewer,
    { contactId, externalId, phoneNumber }: NonNullable<SendMessageBody['to']>,
    accountId: string | undefined,
  ): Promise<{ id: string | null; accountId: string }> {
    if (contactId !== undefined) return this.byContact(viewer, contactId);
    if (externalId !== undefined) return this.byExternalId(viewer, externalId, accountId);
    return this.byNumber(viewer, phoneNumber ?? '', accountId);
  }

  private async byExternalId(
    viewer: Viewer,
    externalId: string,
    accountId: string | undefined,
  ): Promise<{ id: string; accountId: string }> {
    const account = await this.accountFor(viewer, accountId);
    const [contact] = await this.externalIds.byKeys([externalKey({ accountId: account, externalId })]);
    if (contact == null) throw notFound('contact', 'to', 'externalId');
    return contact;
  }

  private async byContact(viewer: Viewer, id: string): Promise<{ id: string; accountId: string }> {
    return this.contacts.require(viewer, id, 'to', 'contactId');
  }

  private async byNumber(
    viewer: Viewer,
    given: string,
    accountId: string | undefined,
  ): Promise<{ id: string | null; accountId: string }> {
    const account = await this.accountFor(viewer, accountId);
    const [country] = await this.countries.byAccountIds([account]);
    const { number, problem, suggestion } = readPhoneNumber(given, country ?? null);
    if (problem !== null) throw new DomainError(phoneNumberProblem(problem, suggestion, ['to', 'phoneNumber']));
    const [id] = await this.contacts.idsByNumber(account, [number]);
    return { id: id ?? null, accountId: account };
  }

  private async accountFor(viewer: Viewer, accountId: string | undefined): Promise<string> {
    if (accountId !== undefined) return (await this.accounts.require(viewer, accountId, 'accountId')).id;
    const [only, second] = await this.accounts.list(viewer);
    if (only === undefined) throw notFound('account', 'accountId');
    if (second === undefined) return only.id;
    const why = because('ACCOUNT_MISSING');
    throw new DomainError({ code: 'REQUIRED', ...why, path: ['accountId'] });
  }
}
