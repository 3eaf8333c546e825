import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DEFAULT_PAGE_SIZE, type ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { decodeCursor, encodeCursor, foreignCursor } from '../../../common/graphql/pagination/cursor.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ContactsService, type Contact } from './contacts.service.js';

/** As cursors of a search name it: a page of either may follow the other. */
const ORDER = 'contact.createdAt DESC';

/** Lists contacts, the newest first: a page of each account from an index, merged. */
@Injectable()
export class NewestContactsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly contacts: ContactsService,
  ) {}

  /** @throws DomainError (INVALID_FORMAT) on a cursor that is none of ours */
  async list(viewer: Viewer, { first, after }: ForwardPageArgs): Promise<Page<Contact>> {
    const size = first ?? DEFAULT_PAGE_SIZE;
    const accountIds = visibleAccountIds(viewer) ?? (await this.accounts.allIds());
    const place = after == null ? null : placeOf(after);
    const bound = place === null ? '' : 'AND (created_at, id) < ($2::timestamptz, $3::uuid)';
    const rows = await this.database.query<{ id: string }>(
      `SELECT newest.id FROM unnest($1::uuid[]) AS account (id) CROSS JOIN LATERAL (
         SELECT contacts.id, created_at FROM contacts
          WHERE account_id = account.id AND merged_into_id IS NULL ${bound}
          ORDER BY created_at DESC, contacts.id DESC LIMIT ${size + 1}) AS newest
        ORDER BY newest.created_at DESC, newest.id DESC LIMIT ${size + 1}`,
      [accountIds, ...(place ?? [])],
    );
    const found = await this.contacts.byIds(rows.map(({ id }) => id));
    const contacts = found.flatMap((contact) => contact ?? []);
    return pageOf(contacts, { first: size, after }, ({ createdAt, id }) => encodeCursor(createdAt, id, ORDER));
  }
}

function placeOf(cursor: string): [Date, string] {
  const [value, id] = decodeCursor(cursor, 'time', ORDER) ?? [];
  if (value instanceof Date && id !== undefined) return [value, id];
  throw foreignCursor('after');
}
