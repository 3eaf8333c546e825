import type { Asker, Known, Page } from './page.js';

const MESSAGES = `query ($query: String!) { searchMessages(first: 25, query: $query) { nodes { id text occurredAt conversation { id contact { displayName } } } } }`;
const CONVERSATIONS = `query ($filter: ConversationFilter) { conversations(first: 25, filter: $filter) { nodes { id lastActivityAt contact { displayName } } } }`;

/**
 * By hand: who knows that a word is common reads the newest messages until the page is full; who knows that it is rare
 * asks the index.
 */
function messages(name: string, asker: Asker, word: string, isRare = false): Page {
  const isVisible =
    asker === 'ADMIN'
      ? '($2::uuid IS NOT NULL AND $3::uuid[] IS NOT NULL)'
      : `messages.account_id = ANY($3) AND (EXISTS (SELECT FROM participants WHERE conversation_id = messages.conversation_id AND user_id = $2)
          OR NOT EXISTS (SELECT FROM participants WHERE conversation_id = messages.conversation_id))`;
  const found = `SELECT id, text, occurred_at, conversation_id FROM messages WHERE search_text LIKE $1 AND ${isVisible}`;
  return {
    name,
    asker,
    query: MESSAGES,
    variables: () => ({ query: word }),
    sql: ({ people }) => ({
      statement: isRare
        ? `WITH found AS MATERIALIZED (${found}) SELECT * FROM found ORDER BY occurred_at DESC, id DESC LIMIT 25`
        : `${found} ORDER BY messages.id DESC LIMIT 25`,
      parameters: [`%${word}%`, people[asker].userId, people[asker].accountIds],
    }),
  };
}

function conversations(name: string, asker: Asker, word: string): Page {
  return {
    name,
    asker,
    query: CONVERSATIONS,
    variables: () => ({ filter: { search: word } }),
    sql: ({ people }: Known) => ({
      statement: `
        SELECT newest.* FROM unnest($2::uuid[]) AS account (id) CROSS JOIN LATERAL (
          SELECT c.id, c.last_activity_at, contacts.profile_name FROM conversations AS c JOIN contacts ON contacts.id = c.contact_id
           WHERE c.account_id = account.id AND c.merged_into_id IS NULL AND contacts.search_text LIKE $1
             AND (${asker === 'ADMIN'} OR EXISTS (SELECT FROM participants WHERE conversation_id = c.id AND user_id = $3)
                  OR NOT EXISTS (SELECT FROM participants WHERE conversation_id = c.id))
           ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 25) AS newest
         ORDER BY last_activity_at DESC, id DESC LIMIT 25`,
      parameters: [`%${word}%`, people[asker].accountIds, people[asker].userId],
    }),
  };
}

/** Searches, by how common the word is and in which script it stands. */
export const SEARCH_PAGES: readonly Page[] = [
  messages('messages, a common word', 'ADMIN', 'the'),
  messages('messages, a common word, operator', 'OPERATOR', 'please'),
  messages('messages, two letters', 'ADMIN', 'ok'),
  messages('messages, a rare word', 'ADMIN', 'invoice 4242', true),
  messages('messages, Chinese', 'ADMIN', '订单'),
  messages('messages, Thai', 'ADMIN', 'ขอบคุณ'),
  messages('messages, nothing is found', 'ADMIN', 'xylophonist', true),
  conversations('conversations, a common name', 'ADMIN', 'maria'),
  conversations('conversations, a short name, operator', 'OPERATOR', 'ma'),
  conversations('conversations, a Chinese name, operator', 'OPERATOR', '王'),
];
