import { Injectable } from '@nestjs/common';
import { notFound } from '../../../common/errors/domain-error.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { UsersService } from '../../users/users.service.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { ConversationsService } from '../conversations.service.js';
import { filledReply, type ReplyValues } from '../domain/chat/canned-reply.js';
import { contactName } from '../domain/contacts/contact-name.js';

/** Canned replies as they would be sent in a conversation. */
@Injectable()
export class FillCannedReplyService {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly accounts: AccountsService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly users: UsersService,
  ) {}

  /** @throws DomainError (NOT_FOUND) when there is no such conversation, or the viewer may not see it */
  async fill(viewer: Viewer, body: string, conversationId: string, loaders: Loaders): Promise<string> {
    return filledReply(body, await this.valuesFor(viewer, conversationId, loaders));
  }

  private async valuesFor(viewer: Viewer, conversationId: string, loaders: Loaders): Promise<ReplyValues> {
    const conversation = await this.conversations.find(viewer, conversationId);
    if (conversation === null) throw notFound('conversation', 'conversationId');
    const [contact, account, number, operator] = await Promise.all([
      loaders.loadExisting(this.contacts.byIds, conversation.contactId),
      loaders.loadExisting(this.accounts.byIds, conversation.accountId),
      loaders.loadExisting(this.phoneNumbers.byIds, conversation.businessPhoneNumberId),
      viewer.kind === 'USER' ? loaders.load(this.users.byIds, viewer.id) : null,
    ]);
    return {
      // Not what the company calls them on its phone: the customer reads it.
      'contact.name': contactName({ ...contact, phoneAppName: null }),
      'contact.phoneNumber': contact.phoneNumber,
      'operator.name': operator?.name ?? null,
      'business.name': number.verifiedName ?? account.name,
      'business.phoneNumber': number.displayPhoneNumber,
    };
  }
}
