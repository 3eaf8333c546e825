import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DEFAULT_PAGE_SIZE, type ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { decodeCursor, encodeCursor, foreignCursor } from '../../../common/graphql/pagination/cursor.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { Conversation } from '../conversations.service.js';
import type { ConversationFilter, ConversationOrder } from '../schema/conversation.inputs.js';
import { InboxSearchesService } from './inbox-searches.service.js';
import { pageSql, type InboxSort } from './inbox-sql.js';
import { SqlParameters } from './sql-parameters.js';

type OrderField = ConversationOrder['field'];

const SORTS: Readonly<Record<OrderField, InboxSort>> = {
  LAST_ACTIVITY_AT: 'last_activity_at',
  CREATED_AT: 'created_at',
  WAITING_SINCE: 'waiting_since',
};
/** Rows that a statement reads: few values, because each is a statement of its own. */
const LIMITS = [26, 51, 101] as const;
const MAX_LIMIT = 101;

const COLUMNS = `conversations.id, account_id AS "accountId", business_phone_number_id AS "businessPhoneNumberId",
  contact_id AS "contactId", origin, status, assignee_id AS "assigneeId", last_inbound_at AS "lastInboundAt",
  last_acted_at AS "lastActedAt", template_sender_id AS "templateSenderId", merged_into_id AS "mergedIntoId",
  last_message_id AS "lastMessageId", last_activity_at AS "lastActivityAt", waiting_since AS "waitingSince",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Lists conversations: every list is a page from an index, whatever is asked for and however many there are. */
@Injectable()
export class ConversationListService {
  constructor(
    private readonly database: Database,
    private readonly searches: InboxSearchesService,
  ) {}

  /** @throws DomainError (INVALID_FORMAT) on a cursor that is none of ours, or of another order */
  async list(
    viewer: Viewer,
    filter: ConversationFilter,
    order: ConversationOrder,
    { first, after }: ForwardPageArgs,
  ): Promise<Page<Conversation>> {
    const size = first ?? DEFAULT_PAGE_SIZE;
    const place = after == null ? null : placeOf(after, order);
    const rows = await this.read(viewer, filter, order, place, size + 1);
    return pageOf(rows.slice(0, size + 1), { first: size, after }, (row) =>
      encodeCursor(sortOf(row, order.field), row.id, nameOf(order)),
    );
  }

  private async read(
    viewer: Viewer,
    filter: ConversationFilter,
    { field, direction }: ConversationOrder,
    after: readonly [Date, string] | null,
    count: number,
  ): Promise<Conversation[]> {
    const question = field === 'WAITING_SINCE' ? waitingOnly(filter) : filter;
    if (question === null) return [];
    const search = await this.searches.of(viewer, question);
    if (search.groups.length === 0 || search.places.length === 0) return [];
    const parameters = new SqlParameters();
    const limit = LIMITS.find((value) => value >= count) ?? MAX_LIMIT;
    const page = pageSql(search, { sort: SORTS[field], direction, after }, limit, parameters);
    return this.database.query<Conversation>(
      `SELECT ${COLUMNS} FROM (${page}) AS page JOIN conversations ON conversations.id = page.id
        ORDER BY page.sort ${direction}, page.id ${direction}`,
      parameters.values,
    );
  }
}

/** Whoever does not wait has no place in that order. */
function waitingOnly(filter: ConversationFilter): ConversationFilter | null {
  return filter.waiting === false ? null : { ...filter, waiting: true };
}

/** A cursor names the order that it stands in: in another it would show a page that is none. */
function nameOf({ field, direction }: ConversationOrder): string {
  return `${field} ${direction}`;
}

function placeOf(cursor: string, order: ConversationOrder): [Date, string] {
  const [value, id] = decodeCursor(cursor, 'time', nameOf(order)) ?? [];
  if (value instanceof Date && id !== undefined) return [value, id];
  throw foreignCursor('after');
}

function sortOf({ lastActivityAt, createdAt, waitingSince }: Conversation, field: OrderField): Date {
  switch (field) {
    case 'LAST_ACTIVITY_AT':
      return lastActivityAt;
    case 'CREATED_AT':
      return createdAt;
    case 'WAITING_SINCE':
      return waitingSince ?? lastActivityAt;
  }
}
