import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { newId } from '../../../common/ids.js';
import { searchText } from '../../../common/search-text.js';
import type { SenderIdentity } from '../../../whatsapp/webhooks/webhook-parts.js';
import { toE164 } from '../../users/domain/phone-number.js';
import { ContactIndex, type ContactRow, type IdentityContradiction } from './contact-index.js';
import { numberVariants } from '../domain/contacts/number-variants.js';
import { MergeContactsService } from './merge-contacts.service.js';

const COLUMNS = 'id, wa_id, whatsapp_user_id, group_id, profile_name, username';
/** A batch may hold several contradictions; each is mended and looked at anew. */
const MAX_CONTRADICTIONS = 1_000;

/**
 * Finds the contacts of a batch of senders by any of Meta's ids, makes those that are new, keeps names and ids current,
 * and merges contacts that Meta tells to be one.
 */
@Injectable()
export class UpsertContactsService {
  constructor(
    private readonly database: Database,
    private readonly merging: MergeContactsService,
  ) {}

  /** The contact ids of the senders, in their order. In the caller's transaction. */
  async upsert(accountId: string, senders: readonly SenderIdentity[]): Promise<string[]> {
    let known = new ContactIndex(await this.search(accountId, senders));
    for (let count = 0; count < MAX_CONTRADICTIONS; count += 1) {
      const step = firstContradiction(known, senders);
      if (step === null) break;
      await this.apply(accountId, step);
      known = new ContactIndex(await this.search(accountId, senders));
    }
    const missing = new Map<string, SenderIdentity>();
    for (const sender of senders) if (known.find(sender) === null) missing.set(keyOf(sender), sender);
    if (missing.size > 0) {
      await this.insert(accountId, [...missing.values()]);
      for (const row of await this.search(accountId, [...missing.values()])) known.add(row);
    }
    await this.update(senders, known);
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

  private async apply(accountId: string, step: IdentityContradiction): Promise<void> {
    if (step.type === 'MERGE') return this.merging.merge(accountId, step.kept.id, step.gone.id);
    await this.database.run('UPDATE contacts SET wa_id = NULL, phone_number = NULL, updated_at = now() WHERE id = $1', [
      step.from.id,
    ]);
  }

  private async insert(accountId: string, senders: SenderIdentity[]): Promise<void> {
    await this.database.run(
      `INSERT INTO contacts (id, account_id, wa_id, whatsapp_user_id, group_id, profile_name, username, phone_number, search_text)
       SELECT entry.id, $1, entry.wa_id, entry.whatsapp_user_id, entry.group_id, entry.profile_name, entry.username,
              entry.phone_number, entry.search_text
         FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
           AS entry (id, wa_id, whatsapp_user_id, group_id, profile_name, username, phone_number, search_text)
       ON CONFLICT DO NOTHING`,
      [
        accountId,
        senders.map(() => newId()),
        senders.map(({ waId }) => waId),
        senders.map(({ userId }) => userId),
        senders.map(({ groupId }) => groupId),
        senders.map(({ profileName }) => profileName),
        senders.map(({ username }) => username),
        senders.map(({ waId }) => phoneNumberOf(waId)),
        senders.map(({ profileName, username, waId }) => searchText(profileName, username, phoneNumberOf(waId))),
      ],
    );
  }

  /** Writes only what is news. Of a number that a person typed, Meta's own form stays. */
  private async update(senders: readonly SenderIdentity[], known: ContactIndex): Promise<void> {
    const changed = new Map<string, { sender: SenderIdentity; row: ContactRow }>();
    for (const sender of senders) {
      if (known.isOutdatedBy(sender)) changed.set(known.require(sender).id, { sender, row: known.require(sender) });
    }
    if (changed.size === 0) return;
    const changes = [...changed.values()].map(({ sender, row }) => ({
      id: row.id,
      profileName: sender.profileName ?? row.profile_name,
      username: sender.username ?? row.username,
      waId: (sender.isTyped === true ? null : sender.waId) ?? row.wa_id,
      userId: sender.userId ?? row.whatsapp_user_id,
    }));
    await this.database.run(
      `UPDATE contacts SET profile_name = news.profile_name, username = news.username, wa_id = news.wa_id,
              whatsapp_user_id = news.whatsapp_user_id, phone_number = news.phone_number, search_text = news.search_text,
              updated_at = now()
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
           AS news (id, profile_name, username, wa_id, whatsapp_user_id, phone_number, search_text)
        WHERE contacts.id = news.id`,
      [
        changes.map(({ id }) => id),
        changes.map(({ profileName }) => profileName),
        changes.map(({ username }) => username),
        changes.map(({ waId }) => waId),
        changes.map(({ userId }) => userId),
        changes.map(({ waId }) => phoneNumberOf(waId)),
        changes.map(({ profileName, username, waId }) => searchText(profileName, username, phoneNumberOf(waId))),
      ],
    );
  }
}

function firstContradiction(known: ContactIndex, senders: readonly SenderIdentity[]): IdentityContradiction | null {
  for (const sender of senders) {
    const step = known.contradiction(sender);
    if (step !== null) return step;
  }
  return null;
}

function phoneNumberOf(waId: string | null): string | null {
  return waId === null ? null : toE164(waId);
}

function idsOf(senders: readonly SenderIdentity[], key: 'waId' | 'userId' | 'groupId'): string[] {
  return [...new Set(senders.map((sender) => sender[key]).filter((id): id is string => id !== null))];
}

function keyOf({ waId, userId, groupId }: SenderIdentity): string {
  return groupId ?? userId ?? waId ?? '';
}
