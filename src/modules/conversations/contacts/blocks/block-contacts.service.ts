import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../common/clock/clock.js';
import { notAllowedNow } from '../../../../common/errors/domain-error.js';
import { BlocksApi, type BlockedUser } from '../../../../whatsapp/blocks-api.js';
import { asDomainError } from '../../../../whatsapp/errors/graph-error.js';
import type { Channel } from '../../../../whatsapp/messages/messages-api.js';
import { AccountCredentialsService } from '../../../accounts/connection/account-credentials.service.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { ConversationsService, type Conversation } from '../../conversations.service.js';
import { serviceWindow } from '../../domain/chat/service-window.js';
import { ContactsService, type Contact } from '../contacts.service.js';
import { ContactBlocksService, type BlockPlace } from './contact-blocks.service.js';
import { because } from '../../../../common/errors/because.js';

/** Blocks customers at Meta: what they write to a number comes no more, and nothing can be sent to them from it. */
@Injectable()
export class BlockContactsService {
  constructor(
    private readonly clock: Clock,
    private readonly contacts: ContactsService,
    private readonly conversations: ConversationsService,
    private readonly credentials: AccountCredentialsService,
    private readonly blocks: ContactBlocksService,
    private readonly api: BlocksApi,
  ) {}

  /**
   * Blocks a contact at each number that they wrote to within the last 24 hours: Meta blocks nobody else.
   * @throws DomainError: NOT_FOUND, NOT_ALLOWED_NOW, META_REFUSED, META_UNREACHABLE; what was done until then stays
   */
  async block(viewer: Viewer, contactId: string): Promise<Contact> {
    const contact = await this.contacts.require(viewer, contactId, 'contactId');
    const user = userOf(contact);
    const blockedAt = await this.blocks.numbersOf(contact.id);
    const [all = []] = await this.conversations.byContactIds([contact.id]);
    const now = this.clock.now();
    const reachable = all.filter(({ lastInboundAt }) => serviceWindow(lastInboundAt, now).isOpen);
    const missing = reachable.filter((conversation) => !blockedAt.has(conversation.businessPhoneNumberId));
    if (reachable.length === 0 && blockedAt.size === 0) {
      const why = because('BLOCK_NEEDS_RECENT_MESSAGE');
      throw notAllowedNow(why, [], ['contactId']);
    }
    for (const conversation of missing) {
      await this.ask((channel) => this.api.block(channel, user), conversation.businessPhoneNumberId);
      await this.blocks.add(viewer, placeOf(contact, conversation.businessPhoneNumberId, conversation));
    }
    return contact;
  }

  /**
   * Lets a contact write again, to each number at which they are blocked.
   * @throws DomainError: NOT_FOUND, META_REFUSED, META_UNREACHABLE; what was done until then stays
   */
  async unblock(viewer: Viewer, contactId: string): Promise<Contact> {
    const contact = await this.contacts.require(viewer, contactId, 'contactId');
    const user = userOf(contact);
    const [all = []] = await this.conversations.byContactIds([contact.id]);
    for (const numberId of await this.blocks.numbersOf(contact.id)) {
      await this.ask((channel) => this.api.unblock(channel, user), numberId);
      const conversation = all.find(({ businessPhoneNumberId }) => businessPhoneNumberId === numberId);
      await this.blocks.remove(viewer, placeOf(contact, numberId, conversation));
    }
    return contact;
  }

  /** Outside of any transaction. */
  private async ask(call: (channel: Channel) => Promise<void>, numberId: string): Promise<void> {
    const [channel] = await this.credentials.channels([numberId]);
    if (channel == null) throw notAllowedNow(because('ACCOUNT_ARCHIVED'), [], ['contactId']);
    try {
      await call(channel);
    } catch (error) {
      throw asDomainError(error);
    }
  }
}

function placeOf(contact: Contact, numberId: string, conversation: Conversation | undefined): BlockPlace {
  return { accountId: contact.accountId, contactId: contact.id, numberId, conversationId: conversation?.id ?? null };
}

function userOf({ groupId, waId, whatsappUserId }: Contact): BlockedUser {
  if (groupId !== null) throw notAllowedNow(because('GROUP_NOT_BLOCKED'), [], ['contactId']);
  if (waId !== null) return { phoneNumber: waId };
  if (whatsappUserId !== null) return { userId: whatsappUserId };
  throw notAllowedNow(because('NOTHING_TO_BLOCK'), [], ['contactId']);
}
