import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../common/database/database.js';
import type { ForwardPageArgs, Page } from '../../common/graphql/connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/paginate.js';
import { isId } from '../../common/ids.js';
import { maySeeAccount, visibleAccountIds } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { ContactEntity } from './contact.entity.js';
import { CONTACT_MATCHES } from './conversations.service.js';

/** Finds the contacts that a viewer may see: those of their accounts. */
@Injectable()
export class ContactsService {
  constructor(private readonly database: Database) {}

  /** For DataLoaders: a contact each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(ContactEntity | null)[]> => {
    const rows = await this.database.repository(ContactEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (contact) => contact.id);
  };

  async find(viewer: Viewer, id: string): Promise<ContactEntity | null> {
    const contact = isId(id) ? await this.database.repository(ContactEntity).findOneBy({ id }) : null;
    return contact !== null && maySeeAccount(viewer, contact.accountId) ? contact : null;
  }

  async list(viewer: Viewer, search: string | undefined, page: ForwardPageArgs): Promise<Page<ContactEntity>> {
    const query = this.database.repository(ContactEntity).createQueryBuilder('contacts');
    const accountIds = visibleAccountIds(viewer);
    if (accountIds !== null) query.andWhere('contacts.accountId = ANY(:accountIds)', { accountIds });
    if (search !== undefined && search !== null) query.andWhere(CONTACT_MATCHES, { search });
    return paginate(query, page, {
      sort: 'contacts.createdAt',
      valueOf: (contact) => contact.createdAt,
      id: 'contacts.id',
      direction: 'DESC',
    });
  }

  /** Whether somebody with this number or user id has opted out, in order. */
  async optedOut(
    accountId: string,
    addresses: readonly { waId: string | null; userId: string | null }[],
  ): Promise<boolean[]> {
    const rows = await this.database.query<{ wa_id: string | null; whatsapp_user_id: string | null }>(
      `SELECT wa_id, whatsapp_user_id FROM contacts
        WHERE account_id = $1 AND opted_out_at IS NOT NULL AND (wa_id = ANY($2) OR whatsapp_user_id = ANY($3))`,
      [accountId, addresses.flatMap(({ waId }) => waId ?? []), addresses.flatMap(({ userId }) => userId ?? [])],
    );
    const waIds = new Set(rows.map((row) => row.wa_id));
    const userIds = new Set(rows.map((row) => row.whatsapp_user_id));
    return addresses.map(
      ({ waId, userId }) => (waId !== null && waIds.has(waId)) || (userId !== null && userIds.has(userId)),
    );
  }
}
