import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { newId } from '../../common/ids.js';
import type { SenderIdentity } from '../../whatsapp/webhook-payload.js';
import { toE164 } from '../users/domain/phone-number.js';

interface ContactRow {
  id: string;
  wa_id: string | null;
  whatsapp_user_id: string | null;
  group_id: string | null;
  profile_name: string | null;
  username: string | null;
}

const COLUMNS = 'id, wa_id, whatsapp_user_id, group_id, profile_name, username';

/** Finds the contacts of a batch of senders by any of Meta's ids, makes those that are new, keeps names current. */
@Injectable()
export class FindOrCreateContactsService {
  constructor(private readonly database: Database) {}

  /** The contact ids of the senders, in their order. */
  async resolve(accountId: string, senders: readonly SenderIdentity[]): Promise<string[]> {
    const known = new ContactIndex(await this.search(accountId, senders));
    const missing = new Map<string, SenderIdentity>();
    for (const sender of senders) if (known.find(sender) === null) missing.set(keyOf(sender), sender);
    if (missing.size > 0) {
      await this.insert(accountId, [...missing.values()]);
      for (const row of await this.search(accountId, [...missing.values()])) known.add(row);
    }
    await this.refresh(senders, known);
    return senders.map((sender) => known.require(sender).id);
  }

  private search(accountId: string, senders: readonly SenderIdentity[]): Promise<ContactRow[]> {
    return this.database.query<ContactRow>(
      `SELECT ${COLUMNS} FROM contacts WHERE account_id = $1 AND wa_id = ANY($2)
       UNION SELECT ${COLUMNS} FROM contacts WHERE account_id = $1 AND whatsapp_user_id = ANY($3)
       UNION SELECT ${COLUMNS} FROM contacts WHERE account_id = $1 AND group_id = ANY($4)`,
      [accountId, idsOf(senders, 'waId'), idsOf(senders, 'userId'), idsOf(senders, 'groupId')],
    );
  }

  private async insert(accountId: string, senders: SenderIdentity[]): Promise<void> {
    await this.database.run(
      `INSERT INTO contacts (id, account_id, wa_id, whatsapp_user_id, group_id, profile_name, username, phone_number)
       SELECT entry.id, $1, entry.wa_id, entry.whatsapp_user_id, entry.group_id, entry.profile_name, entry.username, entry.phone_number
         FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
           AS entry (id, wa_id, whatsapp_user_id, group_id, profile_name, username, phone_number)
       ON CONFLICT DO NOTHING`,
      [
        accountId,
        senders.map(() => newId()),
        senders.map(({ waId }) => waId),
        senders.map(({ userId }) => userId),
        senders.map(({ groupId }) => groupId),
        senders.map(({ profileName }) => profileName),
        senders.map(({ username }) => username),
        senders.map(({ waId }) => (waId === null ? null : toE164(waId))),
      ],
    );
  }

  /** Writes only what is news: a name that has changed, an id that was missing (unless another contact has it). */
  private async refresh(senders: readonly SenderIdentity[], known: ContactIndex): Promise<void> {
    const changed = new Map<string, { sender: SenderIdentity; row: ContactRow }>();
    for (const sender of senders) {
      const row = known.require(sender);
      if (bringsNews(sender, row, known)) changed.set(row.id, { sender, row });
    }
    if (changed.size === 0) return;
    const changes = [...changed.values()];
    await this.database.run(
      `UPDATE contacts SET profile_name = coalesce(news.profile_name, contacts.profile_name),
              username = coalesce(news.username, contacts.username),
              wa_id = coalesce(contacts.wa_id, news.wa_id), phone_number = coalesce(contacts.phone_number, news.phone_number),
              whatsapp_user_id = coalesce(contacts.whatsapp_user_id, news.whatsapp_user_id), updated_at = now()
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
           AS news (id, profile_name, username, wa_id, whatsapp_user_id, phone_number)
        WHERE contacts.id = news.id`,
      [
        changes.map(({ row }) => row.id),
        changes.map(({ sender }) => sender.profileName),
        changes.map(({ sender }) => sender.username),
        changes.map(({ sender }) => known.freeWaId(sender)),
        changes.map(({ sender }) => known.freeUserId(sender)),
        changes.map(({ sender }) => (sender.waId === null ? null : toE164(sender.waId))),
      ],
    );
  }
}

class ContactIndex {
  private readonly byWaId = new Map<string, ContactRow>();
  private readonly byUserId = new Map<string, ContactRow>();
  private readonly byGroupId = new Map<string, ContactRow>();

  constructor(rows: ContactRow[]) {
    for (const row of rows) this.add(row);
  }

  add(row: ContactRow): void {
    if (row.wa_id !== null) this.byWaId.set(row.wa_id, row);
    if (row.whatsapp_user_id !== null) this.byUserId.set(row.whatsapp_user_id, row);
    if (row.group_id !== null) this.byGroupId.set(row.group_id, row);
  }

  /** By the user id first: a phone number may have passed to somebody else. */
  find({ groupId, userId, waId }: SenderIdentity): ContactRow | null {
    if (groupId !== null) return this.byGroupId.get(groupId) ?? null;
    const byUserId = userId === null ? undefined : this.byUserId.get(userId);
    return byUserId ?? (waId === null ? undefined : this.byWaId.get(waId)) ?? null;
  }

  require(sender: SenderIdentity): ContactRow {
    const row = this.find(sender);
    if (row === null) throw new Error('A contact was made and cannot be found.');
    return row;
  }

  /** The sender's number, unless some contact has it already. */
  freeWaId({ waId }: SenderIdentity): string | null {
    return waId === null || this.byWaId.has(waId) ? null : waId;
  }

  freeUserId({ userId }: SenderIdentity): string | null {
    return userId === null || this.byUserId.has(userId) ? null : userId;
  }
}

function bringsNews(sender: SenderIdentity, row: ContactRow, known: ContactIndex): boolean {
  return (
    (sender.profileName !== null && sender.profileName !== row.profile_name) ||
    (sender.username !== null && sender.username !== row.username) ||
    (row.wa_id === null && known.freeWaId(sender) !== null) ||
    (row.whatsapp_user_id === null && known.freeUserId(sender) !== null)
  );
}

function idsOf(senders: readonly SenderIdentity[], key: 'waId' | 'userId' | 'groupId'): string[] {
  return [...new Set(senders.map((sender) => sender[key]).filter((id): id is string => id !== null))];
}

function keyOf({ waId, userId, groupId }: SenderIdentity): string {
  return groupId ?? userId ?? waId ?? '';
}
