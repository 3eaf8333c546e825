import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DEFAULT_PAGE_SIZE, type ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { decodeCursor, encodeCursor, foreignCursor } from '../../../common/graphql/pagination/cursor.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ContactEntity } from './contact.entity.js';
import type { Contact } from './contacts.service.js';

/** As cursors of a search name it: a page of either may follow the other. */
const ORDER = 'contacts.createdAt DESC';

/** Lists contacts, the newest first: a page of each account from an index, merged. */
@Injectable()
export class NewestContactsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws DomainError (INVALID_FORMAT) on a cursor that is none of ours */
  async list(viewer: Viewer, { first, after }: ForwardPageArgs): Promise<Page<Contact>> {
    const size = first ?? DEFAULT_PAGE_SIZE;
    const accountIds = visibleAccountIds(viewer) ?? (await this.accounts.allIds());
    const place = after == null ? null : placeOf(after);
    const bound = place === null ? '' : 'AND (listed.created_at, listed.id) < ($2::timestamptz, $3::uuid)';
    const rows = await this.database.rows(
      ContactEntity,
      `JOIN (SELECT newest.id FROM unnest($1::uuid[]) AS account (id) CROSS JOIN LATERAL (
           SELECT listed.id, listed.created_at FROM contacts AS listed
            WHERE listed.account_id = account.id AND listed.merged_into_id IS NULL ${bound}
            ORDER BY listed.created_at DESC, listed.id DESC LIMIT ${size + 1}) AS newest
          ORDER BY newest.created_at DESC, newest.id DESC LIMIT ${size + 1}) AS page ON page.id = contacts.id
        ORDER BY contacts.created_at DESC, contacts.id DESC`,
      [accountIds, ...(place ?? [])],
    );
    return pageOf(rows, { first: size, after }, ({ createdAt, id }) => encodeCursor(createdAt, id, ORDER));
  }
}

function placeOf(cursor: string): [Date, string] {
  const [value, id] = decodeCursor(cursor, 'time', ORDER) ?? [];
  if (value instanceof Date && id !== undefined) return [value, id];
  throw foreignCursor('after');
}
