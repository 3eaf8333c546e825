import { Injectable } from '@nestjs/common';
import { lockUntilCommit } from '../../../../common/database/advisory-locks.js';
import { Database } from '../../../../common/database/database.js';
import { DomainError } from '../../../../common/errors/domain-error.js';
import { EventLog } from '../../../../common/events/event-log.js';
import { inOrderOf } from '../../../../common/graphql/loaders.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { ContactEntity } from '../contact.entity.js';
import { ContactsService, type Contact } from '../contacts.service.js';
import { because } from '../../../../common/errors/because.js';

interface NamedRow {
  account_id: string;
  external_id: string;
  id: string;
}

/** Names a contact by the company's own id, as one text. */
export function externalKey({ accountId, externalId }: { accountId: string; externalId: string }): string {
  return JSON.stringify([accountId, externalId]);
}

/** External ids: by which the company's own system knows contacts, each unique in its account. */
@Injectable()
export class ExternalIdsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly contacts: ContactsService,
  ) {}

  /** For DataLoaders: the contact of each key, in order; of one that was merged, what it has become. */
  readonly byKeys = async (keys: readonly string[]): Promise<(Contact | null)[]> => {
    const names = keys.map((key) => JSON.parse(key) as [accountId: string, externalId: string]);
    const rows = await this.rowsOf(
      names.map(([accountId]) => accountId),
      names.map(([, externalId]) => externalId),
    );
    const contacts = await this.contacts.byIds(rows.map(({ id }) => id));
    const found = rows.map((row, index) => ({
      key: externalKey({ accountId: row.account_id, externalId: row.external_id }),
      contact: contacts[index] ?? null,
    }));
    return inOrderOf(keys, found, ({ key }) => key).map((named) => named?.contact ?? null);
  };

  /** The contacts of these accounts that have one of these ids; of those that were merged, what they have become. */
  async idsAmong(accountIds: readonly string[], externalIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM contacts
        WHERE account_id = ANY($1::uuid[]) AND external_id = ANY($2::text[])`,
      [accountIds, externalIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes the place of whatever id the contact had, also by what was merged into it. @throws DomainError (NOT_FOUND, DUPLICATE) */
  async set(viewer: Viewer, contactId: string, externalId: string | null): Promise<ContactEntity> {
    return this.database.transaction(async () => {
      const { id, accountId } = await this.contacts.require(viewer, contactId, 'contactId');
      await this.database.query(`SELECT ${lockUntilCommit('contactExternalIds', '$1')}`, [accountId]);
      if (externalId !== null) await this.refuseTaken(accountId, id, externalId);
      await this.database.run(
        'UPDATE contacts SET external_id = NULL, updated_at = now() WHERE (id = $1 OR merged_into_id = $1) AND external_id IS NOT NULL',
        [id],
      );
      await this.database.run('UPDATE contacts SET external_id = $2, updated_at = now() WHERE id = $1', [
        id,
        externalId,
      ]);
      await this.publish(accountId, id);
      return this.database.repository(ContactEntity).findOneByOrFail({ id });
    });
  }

  /**
   * Two contacts have become one: the id of the one that goes is the other's, where that has none; else it is left, and
   * still leads there. In the caller's transaction, which has locked both.
   */
  async merge(keptId: string, goneId: string): Promise<void> {
    const [passedOn] = await this.database.query<{ external_id: string }>(
      `SELECT gone.external_id FROM contacts gone JOIN contacts kept ON kept.id = $1
        WHERE gone.id = $2 AND gone.external_id IS NOT NULL AND kept.external_id IS NULL`,
      [keptId, goneId],
    );
    if (passedOn === undefined) return;
    await this.database.run('UPDATE contacts SET external_id = NULL WHERE id = $1', [goneId]);
    await this.database.run('UPDATE contacts SET external_id = $2 WHERE id = $1', [keptId, passedOn.external_id]);
  }

  private async refuseTaken(accountId: string, contactId: string, externalId: string): Promise<void> {
    const holders = await this.idsAmong([accountId], [externalId]);
    if (holders.every((id) => id === contactId)) return;
    throw new DomainError({ code: 'DUPLICATE', ...because('EXTERNAL_ID_TAKEN'), path: ['externalId'] });
  }

  private rowsOf(accountIds: readonly string[], externalIds: readonly string[]): Promise<NamedRow[]> {
    return this.database.query<NamedRow>(
      `SELECT contacts.account_id, contacts.external_id, contacts.id
         FROM unnest($1::uuid[], $2::text[]) AS named (account_id, external_id)
         JOIN contacts ON contacts.account_id = named.account_id AND contacts.external_id = named.external_id`,
      [accountIds, externalIds],
    );
  }

  /** Subscribers see a contact with its conversations. */
  private async publish(accountId: string, contactId: string): Promise<void> {
    const conversations = await this.database.query<{ id: string }>(
      'SELECT id FROM conversations WHERE contact_id = $1 AND merged_into_id IS NULL',
      [contactId],
    );
    for (const { id } of conversations)
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
    this.events.append({ accountId, kind: 'CONTACT', entityId: contactId });
  }
}
