import { Injectable } from '@nestjs/common';
import { Database } from '../../../../common/database/database.js';
import { rowset, type RowOf } from '../../../../common/database/rowset.js';
import { EventLog } from '../../../../common/events/event-log.js';
import { newId } from '../../../../common/ids.js';
import { canonicalNumber, numberVariants } from '../../../../common/phone-numbers/number-variants.js';
import { e164OfDigits } from '../../../../common/phone-numbers/numbering.js';
import { searchText } from '../../../../common/search-text.js';
import type { SenderIdentity } from '../../../../whatsapp/webhooks/webhook-parts.js';
import { ContactIndex, type ContactRow, type IdentityContradiction } from './contact-index.js';
import { onePerPerson } from '../../domain/contacts/one-per-person.js';
import { ExclusiveChanges } from '../exclusive-changes.js';
import { MergeContactsService } from '../merge-contacts.service.js';

const COLUMNS = 'id, wa_id, whatsapp_user_id, group_id, profile_name, username, phone_app_name';
const NAME_COLUMNS = {
  profile_name: 'text | null',
  username: 'text | null',
  phone_number: 'text | null',
  search_text: 'text',
} as const;
/** A batch may hold several contradictions; each is resolved, and the contacts are read again. */
const MAX_CONTRADICTIONS = 1_000;

/**
 * Upserts the contacts of a batch of senders: finds them by any of Meta's ids, inserts those that are new, updates names
 * and ids, and merges contacts that are one by Meta's word.
 */
@Injectable()
export class UpsertContactsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly merging: MergeContactsService,
    private readonly exclusive: ExclusiveChanges,
  ) {}

  /** The contact ids of the senders, in their order. In the caller's transaction. */
  async upsert(accountId: string, senders: readonly SenderIdentity[]): Promise<string[]> {
    let known = new ContactIndex(await this.search(accountId, senders));
    for (let count = 0; count < MAX_CONTRADICTIONS; count += 1) {
      const contradiction = firstContradiction(known, senders);
      if (contradiction === null) break;
      await this.resolve(accountId, contradiction);
      known = new ContactIndex(await this.search(accountId, senders));
    }
    const missing = onePerPerson(senders.filter((sender) => known.find(sender) === null));
    if (missing.length > 0) {
      await this.insert(accountId, missing);
      for (const row of await this.search(accountId, missing)) known.add(row);
    }
    await this.update(accountId, senders, known);
    return senders.map((sender) => known.require(sender).id);
  }

  private search(accountId: string, senders: readonly SenderIdentity[]): Promise<ContactRow[]> {
    return this.database.query<ContactRow>(
      `SELECT ${COLUMNS} FROM contacts WHERE account_id = $1 AND wa_id = ANY($2)
       UNION SELECT ${COLUMNS} FROM contacts WHERE account_id = $1 AND whatsapp_user_id = ANY($3)
       UNION SELECT ${COLUMNS} FROM contacts WHERE account_id = $1 AND group_id = ANY($4)`,
      [accountId, idsOf(senders, 'waId').flatMap(numberVariants), idsOf(senders, 'userId'), idsOf(senders, 'groupId')],
    );
  }

  private async resolve(accountId: string, contradiction: IdentityContradiction): Promise<void> {
    this.exclusive.require();
    switch (contradiction.type) {
      case 'MERGE':
        return this.merging.merge(accountId, contradiction.kept.id, contradiction.gone.id);
      case 'NUMBER_PASSED_ON':
        await this.database.run(
          'UPDATE contacts SET wa_id = NULL, phone_number = NULL, updated_at = now() WHERE id = $1',
          [contradiction.from.id],
        );
        this.events.append({ accountId, kind: 'CONTACT', entityId: contradiction.from.id });
    }
  }

  private async insert(accountId: string, senders: SenderIdentity[]): Promise<void> {
    await this.exclusive.requireForEarlier(idsOf(senders, 'userId'));
    const rows = senders.map((sender) => ({
      id: newId(),
      wa_id: sender.waId,
      whatsapp_user_id: sender.userId,
      group_id: sender.groupId,
      ...namesOf(sender.profileName, sender.username, sender.waId, null),
    }));
    const entry = rowset(
      'entry',
      { id: 'uuid', wa_id: 'text | null', whatsapp_user_id: 'text | null', group_id: 'text | null', ...NAME_COLUMNS },
      rows,
      [accountId],
    );
    const inserted = await this.database.query<{ id: string }>(
      `INSERT INTO contacts (id, account_id, wa_id, whatsapp_user_id, group_id, profile_name, username, phone_number, search_text)
       SELECT entry.id, $1, entry.wa_id, entry.whatsapp_user_id, entry.group_id, entry.profile_name, entry.username,
              entry.phone_number, entry.search_text
         FROM ${entry.sql}
       ON CONFLICT DO NOTHING RETURNING id`,
      entry.parameters,
    );
    for (const { id } of inserted) this.events.append({ accountId, kind: 'CONTACT', entityId: id, change: 'CREATED' });
  }

  /** Writes only what has changed. Of a number that a person typed, Meta's own form stays. */
  private async update(accountId: string, senders: readonly SenderIdentity[], known: ContactIndex): Promise<void> {
    const outdated = new Map<string, { sender: SenderIdentity; row: ContactRow }>();
    for (const sender of senders) {
      if (known.isOutdatedBy(sender)) outdated.set(known.require(sender).id, { sender, row: known.require(sender) });
    }
    if (outdated.size === 0) return;
    const learnt = [...outdated.values()].filter(({ row }) => row.whatsapp_user_id === null);
    await this.exclusive.requireForEarlier(
      idsOf(
        learnt.map(({ sender }) => sender),
        'userId',
      ),
    );
    // In the order of ids, so that of two who write several none waits for the other.
    const ordered = [...outdated.values()].sort((one, other) => (one.row.id < other.row.id ? -1 : 1));
    const rows = ordered.map(({ sender, row }) => {
      const waId = (sender.isTyped === true ? null : sender.waId) ?? row.wa_id;
      if (isOtherNumber(row.wa_id, waId)) this.exclusive.require(); // the former one is in another lane
      return {
        id: row.id,
        wa_id: waId,
        whatsapp_user_id: sender.userId ?? row.whatsapp_user_id,
        ...namesOf(sender.profileName ?? row.profile_name, sender.username ?? row.username, waId, row.phone_app_name),
      };
    });
    const incoming = rowset(
      'incoming',
      { id: 'uuid', wa_id: 'text | null', whatsapp_user_id: 'text | null', ...NAME_COLUMNS },
      rows,
    );
    await this.database.run(
      `UPDATE contacts SET profile_name = incoming.profile_name, username = incoming.username, wa_id = incoming.wa_id,
              whatsapp_user_id = incoming.whatsapp_user_id, phone_number = incoming.phone_number,
              search_text = incoming.search_text, updated_at = now()
         FROM ${incoming.sql} WHERE contacts.id = incoming.id`,
      incoming.parameters,
    );
    for (const { id } of rows) this.events.append({ accountId, kind: 'CONTACT', entityId: id });
  }
}

function isOtherNumber(known: string | null, reported: string | null): boolean {
  return known !== null && reported !== null && canonicalNumber(known) !== canonicalNumber(reported);
}

type NameRow = RowOf<typeof NAME_COLUMNS>;

/** Names and number, and the text in which they are searched. */
function namesOf(
  profileName: string | null,
  username: string | null,
  waId: string | null,
  phoneAppName: string | null,
): NameRow {
  const phoneNumber = waId === null ? null : e164OfDigits(waId);
  return {
    profile_name: profileName,
    username,
    phone_number: phoneNumber,
    search_text: searchText(profileName, username, phoneNumber, phoneAppName),
  };
}

function firstContradiction(known: ContactIndex, senders: readonly SenderIdentity[]): IdentityContradiction | null {
  for (const sender of senders) {
    const found = known.contradiction(sender);
    if (found !== null) return found;
  }
  return null;
}

function idsOf(senders: readonly SenderIdentity[], key: 'waId' | 'userId' | 'groupId'): string[] {
  return [...new Set(senders.map((sender) => sender[key]).filter((id): id is string => id !== null))];
}
