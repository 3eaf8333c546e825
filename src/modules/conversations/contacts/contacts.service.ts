import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { isId } from '../../../common/ids.js';
import { numberVariants } from '../../../common/phone-numbers/number-variants.js';
import { maySeeAccount } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { OptOutSource } from '../domain/contacts/opt-out-source.js';
import { ContactEntity } from './contact.entity.js';

/** What other modules know of a contact: a customer or a group, known by Meta's ids, of which any may be missing. */
export interface Contact {
  id: string;
  accountId: string;
  profileName: string | null;
  username: string | null;
  phoneAppName: string | null;
  phoneAppFirstName: string | null;
  phoneAppNameAsOf: Date | null;
  /** E.164. */
  phoneNumber: string | null;
  /** Meta's form of the number: digits only. */
  waId: string | null;
  /** Meta's business-scoped user id. */
  whatsappUserId: string | null;
  groupId: string | null;
  /** Id in the company's own system, unique in the account. */
  externalId: string | null;
  parentUserId: string | null;
  identityKeyHash: string | null;
  identityChangedAt: Date | null;
  /** As Meta reports it. */
  marketingPreference: object | null;
  optedOutAt: Date | null;
  optOutSource: OptOutSource | null;
}

/** Finds the contacts that a viewer may see: those of their accounts. */
@Injectable()
export class ContactsService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: a contact each, in order; of one that was merged, what it has become. */
  readonly byIds = async (ids: readonly string[]): Promise<(Contact | null)[]> => {
    const rows = await this.database.rows(ContactEntity, 'WHERE id = ANY($1)', [ids]);
    const heirs = rows.flatMap(({ mergedIntoId }) => mergedIntoId ?? []);
    const kept = heirs.length === 0 ? [] : await this.database.rows(ContactEntity, 'WHERE id = ANY($1)', [heirs]);
    const keptById = new Map(kept.map((contact) => [contact.id, contact]));
    return inOrderOf(ids, rows, (contact) => contact.id).map((row) => keptById.get(row?.mergedIntoId ?? '') ?? row);
  };

  async find(viewer: Viewer, id: string): Promise<Contact | null> {
    const [contact] = isId(id) ? await this.byIds([id.toLowerCase()]) : [];
    return contact != null && maySeeAccount(viewer, contact.accountId) ? contact : null;
  }

  /** @throws DomainError (NOT_FOUND) when there is none, or the viewer may not see it */
  async require(viewer: Viewer, id: string, ...path: string[]): Promise<Contact> {
    const contact = await this.find(viewer, id);
    if (contact === null) throw notFound('contact', ...path);
    return contact;
  }

  /** The contact who has each of these numbers (E.164, in whatever spelling), in order; null: none, or no number. */
  async idsByNumber(accountId: string, numbers: readonly (string | null)[]): Promise<(string | null)[]> {
    const spellings = numbers.map((number) => (number === null ? [] : numberVariants(number.slice(1))));
    const rows = await this.database.query<{ id: string; wa_id: string }>(
      'SELECT id, wa_id FROM contacts WHERE account_id = $1 AND wa_id = ANY($2)',
      [accountId, spellings.flat()],
    );
    const idOf = new Map(rows.map((row) => [row.wa_id, row.id]));
    return spellings.map((own) => own.map((waId) => idOf.get(waId)).find((id) => id !== undefined) ?? null);
  }

  /** Whether somebody with this number (in whatever form) or user id has opted out, in order. */
  async optedOut(
    accountId: string,
    addresses: readonly { waId: string | null; userId: string | null }[],
  ): Promise<boolean[]> {
    const rows = await this.database.query<{ wa_id: string | null; whatsapp_user_id: string | null }>(
      `SELECT wa_id, whatsapp_user_id FROM contacts
        WHERE account_id = $1 AND opted_out_at IS NOT NULL AND (wa_id = ANY($2) OR whatsapp_user_id = ANY($3))`,
      [
        accountId,
        addresses.flatMap(({ waId }) => (waId === null ? [] : numberVariants(waId))),
        addresses.flatMap(({ userId }) => userId ?? []),
      ],
    );
    const waIds = new Set(rows.map((row) => row.wa_id));
    const userIds = new Set(rows.map((row) => row.whatsapp_user_id));
    return addresses.map(
      ({ waId, userId }) =>
        (waId !== null && numberVariants(waId).some((variant) => waIds.has(variant))) ||
        (userId !== null && userIds.has(userId)),
    );
  }
}
