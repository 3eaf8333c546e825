import { graphql } from '../../generated/gql.js';
import type { ConversationFilter, ConversationOrder, ListByHandQuery } from '../../generated/graphql.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import { DAY_MS } from './test-clock.js';
import type { TestWorld } from './test-world.js';

const LIST = graphql(`
  query ListByHand($first: Int, $after: String, $filter: ConversationFilter, $orderBy: ConversationOrder) {
    conversations(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes { id } pageInfo { hasNextPage endCursor }
    }
  }
`);
const SORT_COLUMNS = {
  LAST_ACTIVITY_AT: 'last_activity_at',
  CREATED_AT: 'created_at',
  WAITING_SINCE: 'waiting_since',
};

/** Somebody who reads lists, with what they may see. */
export interface Reader {
  name: string;
  id: string;
  client: GraphqlClient;
  isOperator: boolean;
  /** Null: all. */
  accountIds: string[] | null;
}

/** The ids of a whole list as the API has it, page by page. */
export async function listed(
  { client }: { client: GraphqlClient },
  filter: ConversationFilter,
  orderBy: ConversationOrder,
  first = 100,
): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { conversations }: ListByHandQuery = await client.send(LIST, { first, after, filter, orderBy });
    ids.push(...conversations.nodes.map(({ id }) => id));
    after = conversations.pageInfo.endCursor ?? null;
    if (!conversations.pageInfo.hasNextPage || after === null) return ids;
  }
}

/** The same without the read model, row by row: from participants, read markers and messages. */
export async function listedByHand(
  world: TestWorld,
  reader: Reader,
  filter: ConversationFilter,
  order: ConversationOrder,
): Promise<string[]> {
  const takesPart = `EXISTS (SELECT FROM participants WHERE conversation_id = c.id AND user_id = '${reader.id}')`;
  const isNobodys = 'NOT EXISTS (SELECT FROM participants WHERE conversation_id = c.id)';
  const hasUnread = `EXISTS (SELECT FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'INBOUND' AND m.target_whatsapp_id IS NULL
    AND NOT EXISTS (SELECT FROM read_markers r WHERE r.conversation_id = c.id AND r.user_id = '${reader.id}'
      AND (r.last_read_position, r.last_read_message_id) >= (m.position, m.id)))`;
  const among = (column: string, ids: readonly string[]) => `${column}::text = ANY('{${ids.join(',')}}')`;
  const is = (condition: string, value: boolean | null | undefined) =>
    value == null ? 'true' : `coalesce(${condition}, false) = ${value}`;
  const begin = new Date(world.clock.now().getTime() - DAY_MS).toISOString();
  const conditions = [
    'merged_into_id IS NULL',
    reader.accountIds === null ? 'true' : among('account_id', reader.accountIds),
    reader.isOperator ? `(${takesPart} OR ${isNobodys})` : 'true',
    filter.accountId == null ? 'true' : among('account_id', filter.accountId),
    filter.phoneNumberId == null ? 'true' : among('business_phone_number_id', filter.phoneNumberId),
    filter.status == null ? 'true' : among('status', filter.status),
    filter.assigneeId == null ? 'true' : among('assignee_id', filter.assigneeId),
    is('assignee_id IS NULL', filter.unassigned),
    is(takesPart, filter.participating),
    is(hasUnread, filter.unread),
    is(`last_inbound_at > '${begin}'`, filter.windowOpen),
    is(`waiting_since IS NOT NULL AND status = 'OPEN'`, filter.waiting),
    order.field === 'WAITING_SINCE' ? `waiting_since IS NOT NULL AND status = 'OPEN'` : 'true',
    filter.labelId == null
      ? 'true'
      : `EXISTS (SELECT FROM conversation_labels WHERE conversation_id = c.id AND ${among('label_id', filter.labelId)})`,
    filter.search == null
      ? 'true'
      : `EXISTS (SELECT FROM contacts WHERE id = c.contact_id AND search_text LIKE '%${filter.search}%')`,
  ];
  const column = SORT_COLUMNS[order.field ?? 'LAST_ACTIVITY_AT'];
  const direction = order.direction ?? 'DESC';
  const rows = await world.database.query<{ id: string }>(
    `SELECT id FROM conversations c WHERE ${conditions.join(' AND ')} ORDER BY ${column} ${direction}, id ${direction}`,
  );
  return rows.map(({ id }) => id);
}
