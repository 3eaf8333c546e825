import type { Asker, Known, Page } from './page.js';

/** What the console shows of a conversation. */
const CONVERSATION = `id status unreadCount lastActivityAt returnsToNotifyUsersAt allowedActions serviceWindow { isOpen expiresAt }
  assignee { id name } participants { user { id name } } contact { displayName phoneNumber optedOutAt } lastMessage { text direction content { __typename } }`;
const INBOX = `query ($filter: ConversationFilter) { conversations(first: 25, filter: $filter) { nodes { ${CONVERSATION} } } }`;

const UNREAD = `EXISTS (SELECT FROM messages WHERE conversation_id = c.id AND direction = 'INBOUND' AND target_whatsapp_id IS NULL
  AND (position, id) > (SELECT coalesce(max(last_read_position), -1), coalesce(max(last_read_message_id::text), '00000000-0000-0000-0000-000000000000')::uuid
                          FROM read_markers WHERE read_markers.conversation_id = c.id AND read_markers.user_id = $2))`;

function inbox(name: string, asker: Asker, filter: (known: Known) => object, condition = 'true'): Page {
  return {
    name,
    asker,
    query: INBOX,
    variables: (known) => ({ filter: filter(known) }),
    sql: (known) => ({ statement: inboxSql(asker, condition), parameters: parametersOf(asker, known, filter(known)) }),
  };
}

/** By hand: the newest of each number in the order of its index, merged; then what a row shows. */
function inboxSql(asker: Asker, condition: string): string {
  const isVisible =
    asker === 'ADMIN'
      ? '$2::uuid IS NOT NULL'
      : `(EXISTS (SELECT FROM participants WHERE conversation_id = c.id AND user_id = $2)
          OR NOT EXISTS (SELECT FROM participants WHERE conversation_id = c.id))`;
  return `
    SELECT page.*, contacts.profile_name, messages.text, messages.direction, messages.kind
      FROM (SELECT newest.* FROM business_phone_numbers AS number CROSS JOIN LATERAL (
              SELECT * FROM conversations AS c
               WHERE c.account_id = number.account_id AND c.business_phone_number_id = number.id AND merged_into_id IS NULL
                 AND ${isVisible} AND ${condition}
               ORDER BY last_activity_at DESC, id DESC LIMIT 25) AS newest
             WHERE number.account_id = ANY($1) ORDER BY last_activity_at DESC, id DESC LIMIT 25) AS page
      JOIN contacts ON contacts.id = page.contact_id LEFT JOIN messages ON messages.id = page.last_message_id
     ORDER BY page.last_activity_at DESC, page.id DESC`;
}

function parametersOf(asker: Asker, { people }: Known, filter: { accountId?: string[] }): unknown[] {
  const { userId, accountIds } = people[asker];
  return [filter.accountId ?? accountIds, userId];
}

const one = ({ accountId }: Known) => ({ accountId: [accountId] });
const closed = () => ({ status: ['CLOSED'] });
const CLOSED = `c.status = 'CLOSED'`;
const WINDOW_CLOSED = `(c.last_inbound_at IS NULL OR c.last_inbound_at <= now() - interval '24 hours')`;

/** The lists of the inbox, as each role sees them. */
export const INBOX_PAGES: readonly Page[] = [
  inbox('inbox, administrator, all accounts', 'ADMIN', () => ({})),
  inbox('inbox, operator, all accounts', 'OPERATOR', () => ({})),
  inbox('inbox, operator of a few accounts', 'OPERATOR_OF_ONE', () => ({})),
  inbox('inbox, operator, one account', 'OPERATOR', one),
  inbox('unread, administrator', 'ADMIN', () => ({ unread: true }), UNREAD),
  inbox('unread, operator', 'OPERATOR', () => ({ unread: true }), UNREAD),
  inbox('closed, operator', 'OPERATOR', closed, CLOSED),
  inbox('window closed, administrator', 'ADMIN', () => ({ windowOpen: false }), WINDOW_CLOSED),
  inbox('window closed, operator', 'OPERATOR', () => ({ windowOpen: false }), WINDOW_CLOSED),
  inbox(
    'mine, operator',
    'OPERATOR',
    () => ({ participating: true }),
    'EXISTS (SELECT FROM participants WHERE conversation_id = c.id AND user_id = $2)',
  ),
  {
    name: 'messages of one conversation, 50',
    asker: 'ADMIN',
    query: `query ($id: ID!) { conversation(id: $id) { ${CONVERSATION} messages(last: 50) { nodes { id direction status text origin occurredAt
      editedAt failure { message advice } author { ... on User { name } } replyTo { id text } reactions { emoji } content { __typename } } } } }`,
    variables: ({ conversationId }) => ({ id: conversationId }),
    sql: ({ conversationId }) => ({
      statement: 'SELECT * FROM messages WHERE conversation_id = $1 ORDER BY occurred_at DESC, id DESC LIMIT 50',
      parameters: [conversationId],
    }),
  },
  {
    name: 'contacts',
    asker: 'ADMIN',
    query: '{ contacts(first: 25) { nodes { id displayName phoneNumber } } }',
    sql: () => ({
      statement: 'SELECT * FROM contacts WHERE merged_into_id IS NULL ORDER BY id DESC LIMIT 25',
      parameters: [],
    }),
  },
  {
    name: 'notifications, operator',
    asker: 'OPERATOR',
    query: '{ notifications(first: 25) { unreadCount nodes { id title body createdAt conversation { id } } } }',
    sql: ({ people }) => ({
      statement: 'SELECT * FROM notifications WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 25',
      parameters: [people.OPERATOR.userId],
    }),
  },
  {
    name: 'broadcasts, with their counts',
    asker: 'ADMIN',
    query:
      'query ($id: ID!) { broadcasts(first: 25, accountId: $id) { nodes { id status total sent delivered failed queued } } }',
    variables: ({ accountId }) => ({ id: accountId }),
    sql: ({ accountId }) => ({
      statement: `SELECT broadcasts.*, counted.* FROM (SELECT * FROM broadcasts WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 25) AS broadcasts,
        LATERAL (SELECT count(*), count(*) FILTER (WHERE status = 'QUEUED') FROM messages WHERE broadcast_id = broadcasts.id) AS counted`,
      parameters: [accountId],
    }),
  },
];
