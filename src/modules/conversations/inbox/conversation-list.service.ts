import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { encodeCursor } from '../../../common/graphql/pagination/cursor.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import type { Place } from '../../../common/search/recency-search.js';
import { pageOfSearch, placeOf, sizeOf } from '../../../common/search/search-page.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ConversationsService, type Conversation } from '../conversations.service.js';
import type { ConversationFilter, ConversationOrder } from '../schema/conversation.inputs.js';
import { InboxSearchesService } from './inbox-searches.service.js';
import { ConversationSearchService, type ConversationPlace } from './conversation-search.service.js';
import { pageSql, type InboxSearch, type InboxSort } from './inbox-sql.js';
import { SqlParameters } from './sql-parameters.js';

type OrderField = ConversationOrder['field'];

const SORTS: Readonly<Record<OrderField, InboxSort>> = {
  LAST_ACTIVITY_AT: 'last_activity_at',
  CREATED_AT: 'created_at',
  WAITING_SINCE: 'waiting_since',
};
/** Rows that a statement of a page reads: few values, because each is a statement of its own. */
const LIMITS = [26, 51, 101] as const;

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
    private readonly conversations: ConversationsService,
    private readonly searches: InboxSearchesService,
    private readonly searching: ConversationSearchService,
  ) {}

  /**
   * @throws DomainError (INVALID_FORMAT) on a cursor that is none of ours, or of another order; TOO_SHORT where the search is
   *   nothing but punctuation
   */
  async list(
    viewer: Viewer,
    filter: ConversationFilter,
    order: ConversationOrder,
    page: ForwardPageArgs,
  ): Promise<Page<Conversation>> {
    const after = placeOf(page.after, nameOf(order));
    const question = order.field === 'WAITING_SINCE' ? waitingOnly(filter) : filter;
    const search = question === null ? null : await this.searches.of(viewer, question);
    if (filter.search != null) {
      const accountIds = this.searches.accountIdsOf(viewer, filter);
      const searched = { search: filter.search, accountIds, after, size: sizeOf(page), direction: order.direction };
      const outcome = await this.searching.search(searched, (place, count, contactIds) =>
        this.readPlaces(search && { ...search, contactIds }, order, place, count),
      );
      if (outcome !== null) return pageOfSearch(outcome, page, nameOf(order), this.conversations.byIds);
    }
    const rows = await this.readRows(search, order, after, sizeOf(page) + 1);
    return pageOf(rows, page, (row) => encodeCursor(sortOf(row, order.field), row.id, nameOf(order)));
  }

  private readRows(
    search: InboxSearch | null,
    order: ConversationOrder,
    after: Place | null,
    count: number,
  ): Promise<Conversation[]> {
    return this.read<Conversation>(COLUMNS, search, order, after, count);
  }

  private readPlaces(
    search: InboxSearch | null,
    order: ConversationOrder,
    after: Place | null,
    count: number,
  ): Promise<ConversationPlace[]> {
    const columns = 'conversations.id, page.sort AS at, contact_id AS "contactId"';
    return this.read<ConversationPlace>(columns, search, order, after, count);
  }

  /** `search` null: there is nothing of that kind. */
  private async read<Row>(
    columns: string,
    search: InboxSearch | null,
    { field, direction }: ConversationOrder,
    after: Place | null,
    count: number,
  ): Promise<Row[]> {
    if (search === null || search.groups.length === 0 || search.places.length === 0) return [];
    const parameters = new SqlParameters();
    const limit = LIMITS.find((value) => value >= count) ?? count;
    const bound = after === null ? null : ([after.at, after.id] as const);
    const page = pageSql(search, { sort: SORTS[field], direction, after: bound }, limit, parameters);
    const rows = await this.database.query<Row>(
      `SELECT ${columns} FROM (${page}) AS page JOIN conversations ON conversations.id = page.id
        ORDER BY page.sort ${direction}, page.id ${direction}`,
      parameters.values,
    );
    return rows.slice(0, count);
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
