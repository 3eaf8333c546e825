import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database.js';
import { EventLog } from '../../../../common/events/event-log.js';
import { canonicalNumber, numberVariants } from '../../../../common/phone-numbers/number-variants.js';
import { searchText } from '../../../../common/search-text.js';
import type { SenderIdentity } from '../../../../whatsapp/webhooks/webhook-parts.js';
import { ContactIdentityService } from './contact-identity.service.js';

/** Whom Meta says that a message went to; `conversationId` is that of the message, where it is known. */
export interface ReportedRecipient {
  conversationId: string | null;
  identity: SenderIdentity;
}

interface KnownRow {
  conversation_id: string | null;
  id: string;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  profile_name: string | null;
  username: string | null;
  phone_number: string | null;
}

const COLUMNS = 'contacts.id, wa_id, whatsapp_user_id, profile_name, username, phone_number';

/**
 * Recipient identities: statuses tell the user id and the user name of contacts who have not written yet, so that they are
 * the same person when they do. A status may be old: it adds what is missing, and contradicts nothing.
 */
@Injectable()
export class RecipientIdentitiesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly identities: ContactIdentityService,
  ) {}

  /** In the caller's transaction. */
  async learn(accountId: string, reported: readonly ReportedRecipient[]): Promise<void> {
    const distinct = [...new Map(reported.map((entry) => [JSON.stringify(entry), entry])).values()];
    if (distinct.length === 0) return;
    const known = await this.find(accountId, distinct);
    const learners = distinct.flatMap((entry) => {
      const contact = contactOf(entry, known);
      return contact !== undefined && bringsNews(contact, entry.identity) ? contact.id : [];
    });
    if (learners.length === 0) return;
    await this.database.run('SELECT FROM contacts WHERE id = ANY($1) ORDER BY id FOR UPDATE', [learners]);
    const rows = await this.find(accountId, distinct);
    for (const entry of distinct) {
      const contact = contactOf(entry, rows);
      if (contact === undefined || contradicts(contact, entry.identity)) continue;
      await this.addIds(accountId, contact, entry.identity, rows);
      await this.addNames(accountId, contact, entry.identity);
    }
  }

  private async addIds(
    accountId: string,
    contact: KnownRow,
    { waId, userId }: SenderIdentity,
    rows: readonly KnownRow[],
  ): Promise<void> {
    const others = rows.filter(({ id }) => id !== contact.id);
    const isNumberTaken = others.some((row) => isSameNumber(row.wa_id, waId) && row.whatsapp_user_id !== null);
    const isUserTaken = others.some((row) => row.whatsapp_user_id === userId && row.wa_id !== null);
    const change = {
      waId: contact.wa_id === null && !isNumberTaken ? waId : null,
      userId: contact.whatsapp_user_id === null && !isUserTaken ? userId : null,
      previousUserId: null,
    };
    if (change.waId === null && change.userId === null) return;
    await this.identities.changeOfContact(accountId, contact.id, change);
    contact.wa_id ??= change.waId;
    contact.whatsapp_user_id ??= change.userId;
  }

  private async addNames(accountId: string, contact: KnownRow, identity: SenderIdentity): Promise<void> {
    const profileName = contact.profile_name ?? identity.profileName;
    const username = identity.username ?? contact.username;
    if (profileName === contact.profile_name && username === contact.username) return;
    await this.database.run(
      `UPDATE contacts SET profile_name = $2, username = $3, search_text = search_text || ' ' || $4, updated_at = now()
        WHERE id = $1`,
      [contact.id, profileName, username, searchText(profileName, username)],
    );
    this.events.append({ accountId, kind: 'CONTACT', entityId: contact.id });
    contact.profile_name = profileName;
    contact.username = username;
  }

  private find(accountId: string, reported: readonly ReportedRecipient[]): Promise<KnownRow[]> {
    return this.database.query<KnownRow>(
      `SELECT conversations.id AS conversation_id, ${COLUMNS} FROM conversations JOIN contacts ON contacts.id = contact_id
        WHERE conversations.id = ANY($2) AND group_id IS NULL
       UNION ALL
       SELECT NULL, ${COLUMNS} FROM contacts
        WHERE account_id = $1 AND group_id IS NULL AND (wa_id = ANY($3) OR whatsapp_user_id = ANY($4))`,
      [
        accountId,
        reported.flatMap(({ conversationId }) => conversationId ?? []),
        reported.flatMap(({ identity: { waId } }) => (waId === null ? [] : numberVariants(waId))),
        reported.flatMap(({ identity: { userId } }) => userId ?? []),
      ],
    );
  }
}

function contactOf({ conversationId, identity }: ReportedRecipient, rows: readonly KnownRow[]): KnownRow | undefined {
  return (
    rows.find((row) => row.conversation_id !== null && row.conversation_id === conversationId) ??
    rows.find((row) => row.whatsapp_user_id !== null && row.whatsapp_user_id === identity.userId) ??
    rows.find((row) => isSameNumber(row.wa_id, identity.waId))
  );
}

function bringsNews(contact: KnownRow, { waId, userId, profileName, username }: SenderIdentity): boolean {
  return (
    (contact.wa_id === null && waId !== null) ||
    (contact.whatsapp_user_id === null && userId !== null) ||
    (contact.profile_name === null && profileName !== null) ||
    (username !== null && username !== contact.username)
  );
}

function isSameNumber(known: string | null, reported: string | null): boolean {
  return known !== null && reported !== null && canonicalNumber(known) === canonicalNumber(reported);
}

function contradicts(contact: KnownRow, { waId, userId }: SenderIdentity): boolean {
  const isOtherUser = contact.whatsapp_user_id !== null && userId !== null && contact.whatsapp_user_id !== userId;
  return isOtherUser || (contact.wa_id !== null && waId !== null && !isSameNumber(contact.wa_id, waId));
}
