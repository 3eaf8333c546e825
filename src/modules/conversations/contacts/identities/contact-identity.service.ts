import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database.js';
import { EventLog } from '../../../../common/events/event-log.js';
import { numberVariants } from '../../../../common/phone-numbers/number-variants.js';
import { e164OfDigits } from '../../../../common/phone-numbers/numbering.js';
import { searchText } from '../../../../common/search-text.js';
import type { IdentityChange } from '../../../../whatsapp/webhooks/inbound/inbound-content.types.js';
import { ExclusiveChanges } from '../exclusive-changes.js';
import { MergeContactsService } from '../merge-contacts.service.js';

interface IdentityRow {
  id: string;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  profile_name: string | null;
  username: string | null;
  phone_app_name: string | null;
}

/** Contact identity: applies what Meta reports of a customer's ids; its word counts, and two contacts may become one. */
@Injectable()
export class ContactIdentityService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly merging: MergeContactsService,
    private readonly exclusive: ExclusiveChanges,
  ) {}

  /** Meta resolved the number of this conversation to another form of it. In the caller's transaction. */
  async changeOfConversation(accountId: string, conversationId: string, waId: string): Promise<void> {
    const [row] = await this.database.query<{ contact_id: string }>(
      `SELECT contact_id FROM conversations JOIN contacts ON contacts.id = contact_id
        WHERE conversations.id = $1 AND wa_id IS NOT NULL AND wa_id <> $2`,
      [conversationId, waId],
    );
    if (row !== undefined) await this.change(accountId, row.contact_id, { waId, userId: null });
  }

  /** A notice of Meta. Those who already have the new ids are the same person. */
  async changeOfContact(accountId: string, contactId: string, { waId, userId }: IdentityChange): Promise<void> {
    if (waId !== null || userId !== null) await this.change(accountId, contactId, { waId, userId });
  }

  private async change(
    accountId: string,
    contactId: string,
    ids: { waId: string | null; userId: string | null },
  ): Promise<void> {
    this.exclusive.require();
    const others = await this.database.query<{ id: string; whatsapp_user_id: string | null }>(
      `SELECT id, whatsapp_user_id FROM contacts
        WHERE account_id = $1 AND id <> $2 AND (wa_id = ANY($3) OR whatsapp_user_id = $4) ORDER BY id`,
      [accountId, contactId, ids.waId === null ? [] : numberVariants(ids.waId), ids.userId],
    );
    for (const { id, whatsapp_user_id: otherUserId } of others) {
      const isSomebodyElse = ids.userId !== null && otherUserId !== null && otherUserId !== ids.userId;
      if (isSomebodyElse) await this.removeNumberFrom(accountId, id);
      else await this.merging.merge(accountId, contactId, id);
    }
    const [row] = await this.database.query<IdentityRow>(
      'SELECT id, wa_id, whatsapp_user_id, profile_name, username, phone_app_name FROM contacts WHERE id = $1 FOR UPDATE',
      [contactId],
    );
    if (row === undefined) return;
    const waId = ids.waId ?? row.wa_id;
    const phoneNumber = waId === null ? null : e164OfDigits(waId);
    await this.database.run(
      `UPDATE contacts SET wa_id = $2, whatsapp_user_id = $3, phone_number = $4, search_text = $5, updated_at = now() WHERE id = $1`,
      [
        contactId,
        waId,
        ids.userId ?? row.whatsapp_user_id,
        phoneNumber,
        searchText(row.profile_name, row.username, phoneNumber, row.phone_app_name),
      ],
    );
    this.events.append({ accountId, kind: 'CONTACT', entityId: contactId });
  }

  /** Whoever had the number before is known by their user id alone. */
  private async removeNumberFrom(accountId: string, contactId: string): Promise<void> {
    await this.database.run('UPDATE contacts SET wa_id = NULL, phone_number = NULL, updated_at = now() WHERE id = $1', [
      contactId,
    ]);
    this.events.append({ accountId, kind: 'CONTACT', entityId: contactId });
  }
}
