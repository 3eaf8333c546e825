import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import { contactName } from '../../conversations/domain/contacts/contact-name.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import { RecordsService } from '../../variables/records.service.js';
import type { MessageStatus } from '../domain/message-status.js';
import { MessageEntity } from '../message.entity.js';

/** What became of one message of a broadcast, and whom it is for. */
export interface BroadcastOutcome {
  messageId: string;
  recipient: string | null;
  phoneNumber: string | null;
  recordExternalId: string | null;
  status: MessageStatus;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  failedAt: Date | null;
  errorCode: string | null;
  reason: string | null;
}

const BATCH_SIZE = 500;

/** Outcomes of broadcasts: one a message, in the order of the recipients, read in batches, so that any number fits into memory. */
@Injectable()
export class BroadcastOutcomesService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationsService,
    private readonly contacts: ContactsService,
    private readonly records: RecordsService,
  ) {}

  /** `statuses` null: all. */
  async *of(broadcastId: string, statuses: readonly MessageStatus[] | null): AsyncGenerator<BroadcastOutcome[]> {
    let last: MessageEntity | undefined;
    do {
      const messages: MessageEntity[] = await this.database.rows(
        MessageEntity,
        `WHERE broadcast_id = $1 AND ($2::text[] IS NULL OR status = ANY($2))
            AND ($3::timestamptz IS NULL OR (occurred_at, id) > ($3, $4::uuid))
          ORDER BY occurred_at, id LIMIT ${BATCH_SIZE}`,
        [broadcastId, statuses, last?.occurredAt ?? null, last?.id ?? null],
      );
      if (messages.length > 0) yield await this.outcomesOf(messages);
      last = messages.length < BATCH_SIZE ? undefined : messages.at(-1);
    } while (last !== undefined);
  }

  private async outcomesOf(messages: readonly MessageEntity[]): Promise<BroadcastOutcome[]> {
    const conversations = await this.conversations.byIds(messages.map(({ conversationId }) => conversationId));
    const contactIds = conversations.map((conversation) => conversation?.contactId ?? '');
    const found = await this.contacts.byIds([...new Set(contactIds.filter((id) => id !== ''))]);
    const contacts = inOrderOf(
      contactIds,
      found.filter((contact) => contact !== null),
      ({ id }) => id,
    );
    const recordIds = messages.flatMap(({ recordId }) => recordId ?? []);
    const records = new Map(
      (await this.records.byIds(recordIds)).flatMap((record) => (record === null ? [] : [[record.id, record]])),
    );
    return messages.map((message, index): BroadcastOutcome => {
      const contact = contacts[index] ?? null;
      const { id: messageId, status, sentAt, acceptedAt, deliveredAt, readAt, failedAt, failure, recordId } = message;
      return {
        messageId,
        recipient: contact === null ? null : contactName(contact),
        phoneNumber: contact?.waId == null ? null : `+${contact.waId}`,
        recordExternalId: recordId === null ? null : (records.get(recordId)?.externalId ?? null),
        status,
        sentAt: sentAt ?? acceptedAt,
        deliveredAt,
        readAt,
        failedAt: status === 'FAILED' ? failedAt : null,
        errorCode: failure?.code == null ? null : String(failure.code),
        reason: failure?.title ?? null,
      };
    });
  }
}
