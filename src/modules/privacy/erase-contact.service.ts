import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { EventLog } from '../../common/events/event-log.js';
import { HistoryService } from '../accounts/history/history.service.js';
import { ContactsService } from '../conversations/contacts/contacts.service.js';
import { EraseMediaService } from '../media/erase-media.service.js';
import { userIdOf, type Viewer } from '../users/domain/viewer.js';
import { RecordsService } from '../variables/records.service.js';

/** What was erased, counted: nothing in it speaks of the person. */
export interface Erasure {
  contactId: string;
  conversations: number;
  messages: number;
  files: number;
  records: number;
  webhookDeliveries: number;
  erasedAt: Date;
}

interface Person {
  contactIds: string[];
  /** Meta's ids, as raw webhooks hold them. */
  marks: string[];
  phoneNumbers: string[];
}

/** Erases a person who asks for it: everything that was written with them, their files, and the records about them. */
@Injectable()
export class EraseContactService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly contacts: ContactsService,
    private readonly media: EraseMediaService,
    private readonly records: RecordsService,
    private readonly history: HistoryService,
    private readonly events: EventLog,
  ) {}

  /** All or nothing; after a failure it may be asked for again. */
  async erase(viewer: Viewer, contactId: string): Promise<Erasure> {
    return this.database.transaction(async () => {
      const contact = await this.contacts.require(viewer, contactId, 'contactId');
      const { accountId } = contact;
      const person = await this.personBehind(contact.id);
      const conversationIds = await this.lockConversations(person.contactIds);
      const messageIds = await this.messageIds(conversationIds);
      const erasedAt = this.clock.now();
      const records = await this.records.eraseByPhone(person.phoneNumbers);
      const webhookDeliveries = await this.eraseDeliveries(accountId, person.marks);
      const files = await this.media.eraseOfMessages(messageIds);
      await this.eraseConversations(conversationIds, person.contactIds);
      this.events.append(
        ...conversationIds.map((id) => ({ accountId, kind: 'ERASED', entityId: id, conversationId: id }) as const),
      );
      const source = viewer.kind === 'USER' ? ('USER' as const) : ('API_KEY' as const);
      const cause = { source, userId: userIdOf(viewer), occurredAt: erasedAt };
      const to = `A contact was erased (${contact.id})`;
      await this.history.record({
        ...cause,
        accountId,
        templateId: null,
        kind: 'ACCOUNT',
        from: null,
        to,
        reason: null,
      });
      const counts = { conversations: conversationIds.length, messages: messageIds.length, files };
      return { contactId: contact.id, ...counts, records, webhookDeliveries, erasedAt };
    });
  }

  /** With all contacts that were merged into it. */
  private async personBehind(contactId: string): Promise<Person> {
    const rows = await this.database.query<{
      id: string;
      wa_id: string | null;
      whatsapp_user_id: string | null;
      group_id: string | null;
      phone_number: string | null;
    }>(
      `WITH RECURSIVE same AS (
         SELECT id FROM contacts WHERE id = $1
         UNION SELECT contacts.id FROM contacts JOIN same ON contacts.merged_into_id = same.id)
       SELECT id, wa_id, whatsapp_user_id, group_id, phone_number FROM contacts WHERE id IN (SELECT id FROM same)`,
      [contactId],
    );
    return {
      contactIds: rows.map(({ id }) => id),
      marks: rows.flatMap((row) => [row.wa_id, row.whatsapp_user_id, row.group_id].filter((mark) => mark !== null)),
      phoneNumbers: rows.flatMap((row) => row.phone_number ?? []),
    };
  }

  private async lockConversations(contactIds: string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM conversations WHERE contact_id = ANY($1) ORDER BY id FOR UPDATE',
      [contactIds],
    );
    return rows.map(({ id }) => id);
  }

  private async messageIds(conversationIds: string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM messages WHERE conversation_id = ANY($1) FOR UPDATE',
      [conversationIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Whole deliveries, whoever else is in them: what they told is stored. What waits still is processed first. */
  private eraseDeliveries(accountId: string, marks: string[]): Promise<number> {
    return this.database.run(
      `DELETE FROM webhook_deliveries WHERE account_id = $1 AND state <> 'RECEIVED'
          AND EXISTS (SELECT FROM unnest($2::text[]) AS mark WHERE position(convert_to('"' || mark || '"', 'UTF8') IN body) > 0)`,
      [accountId, marks],
    );
  }

  private async eraseConversations(conversationIds: string[], contactIds: string[]): Promise<void> {
    await this.database.run(
      `UPDATE broadcasts SET total = total - erased.count
         FROM (SELECT broadcast_id, count(*)::integer AS count FROM messages
                WHERE conversation_id = ANY($1) AND broadcast_id IS NOT NULL GROUP BY broadcast_id) AS erased
        WHERE broadcasts.id = erased.broadcast_id`,
      [conversationIds],
    );
    await this.database.run('DELETE FROM read_receipts WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM read_markers WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM recipient_limits WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM messages WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM conversations WHERE id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM contacts WHERE id = ANY($1)', [contactIds]);
  }
}
