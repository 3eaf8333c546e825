import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { newId } from '../../../common/ids.js';
import type { InboundMessagePart } from '../../../whatsapp/webhooks/webhook-parts.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { OpenConversationsService } from '../../conversations/activity/open-conversations.service.js';
import { ReportedIdentitiesService } from '../../conversations/contacts/identities/reported-identities.service.js';
import { UpsertContactsService } from '../../conversations/contacts/identities/upsert-contacts.service.js';
import { occurrenceOf } from '../../conversations/domain/chat/occurrence.js';
import { storedContent } from '../domain/message-content.js';
import { textOf } from '../domain/readable-text.js';
import type { InboundMessage } from './inbound-message.js';

/** Locates messages that Meta tells of: the number, contact and conversation of each, made where they are new. */
@Injectable()
export class LocateMessagesService {
  constructor(
    private readonly clock: Clock,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly contacts: UpsertContactsService,
    private readonly conversations: OpenConversationsService,
    private readonly reported: ReportedIdentitiesService,
  ) {}

  /** Finds or creates what each belongs to: number, contact, conversation. In the caller's transaction. */
  async locate(accountId: string, messages: InboundMessagePart[]): Promise<InboundMessage[]> {
    const now = this.clock.now();
    const numberIds = await this.numberIds(accountId, messages);
    const persons = await this.persons(accountId, messages);
    const ends = messages.map((message, index) => ({
      businessPhoneNumberId: numberIds.get(message.phoneNumberId) ?? '',
      contactId: persons[index]?.contactId ?? '',
      authorId: persons[index]?.authorId ?? '',
    }));
    const conversations = await this.conversations.findOrOpen(accountId, ends, 'CUSTOMER_INITIATED', now);
    return messages.flatMap((message, index) => {
      const [end, conversation] = [ends[index], conversations[index]];
      if (end === undefined || conversation === undefined) return [];
      const mediaId = newId();
      const content = storedContent(message.content, mediaId);
      const text = textOf(content);
      const occurredAt = occurrenceOf(message.occurredAt, now);
      return [{ ...end, id: newId(), message, stored: content, text, mediaId, conversation, occurredAt }];
    });
  }

  /** Whose conversation each belongs to, and who wrote it; what Meta reports of the latter is recorded. */
  private async persons(
    accountId: string,
    messages: InboundMessagePart[],
  ): Promise<{ contactId: string; authorId: string }[]> {
    const members = messages.flatMap(({ participant }) => participant ?? []);
    const ids = await this.contacts.upsert(accountId, [...messages.map(({ sender }) => sender), ...members]);
    const memberIds = ids.slice(messages.length);
    const persons = messages.map(({ participant }, index) => {
      const contactId = ids[index] ?? '';
      return { contactId, authorId: participant === null ? contactId : (memberIds.shift() ?? contactId) };
    });
    await this.reported.record(
      messages.flatMap(({ identity, sender, participant }, index) =>
        sender.groupId !== null && participant === null
          ? []
          : [{ ...identity, contactId: persons[index]?.authorId ?? '' }],
      ),
    );
    return persons;
  }

  /** Our ids of the numbers, by Meta's. */
  private async numberIds(accountId: string, messages: InboundMessagePart[]): Promise<Map<string, string>> {
    const displayed = new Map(messages.map((message) => [message.phoneNumberId, message.displayPhoneNumber]));
    const ids = new Map<string, string>();
    for (const [phoneNumberId, displayPhoneNumber] of displayed) {
      ids.set(phoneNumberId, await this.phoneNumbers.idOf(accountId, phoneNumberId, displayPhoneNumber));
    }
    return ids;
  }
}
