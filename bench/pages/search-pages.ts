import type { Asker, Known, Page } from './page.js';

const MESSAGES = `query ($query: String!) { searchMessages(first: 25, query: $query) { isComplete nodes { id text occurredAt conversation { id contact { displayName } } } } }`;
const CONVERSATIONS = `query ($filter: ConversationFilter) { conversations(first: 25, filter: $filter) { isComplete nodes { id lastActivityAt contact { displayName } } } }`;
const CONTACTS = `query ($filter: ContactFilter) { contacts(first: 25, filter: $filter) { isComplete nodes { id displayName phoneNumber } } }`;
const ROLES: readonly (readonly [Asker, string])[] = [
  ['ADMIN', ''],
  ['OPERATOR', ', operator'],
  ['OPERATOR_OF_ONE', ', operator of a few accounts'],
];

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
        SELECT newest.* FROM business_phone_numbers AS number CROSS JOIN LATERAL (
          SELECT c.id, c.last_activity_at, contacts.profile_name FROM conversations AS c JOIN contacts ON contacts.id = c.contact_id
           WHERE c.account_id = number.account_id AND c.business_phone_number_id = number.id AND c.merged_into_id IS NULL AND contacts.search_text LIKE $1
             AND (${asker === 'ADMIN'} OR EXISTS (SELECT FROM participants WHERE conversation_id = c.id AND user_id = $3)
                  OR NOT EXISTS (SELECT FROM participants WHERE conversation_id = c.id))
           ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 25) AS newest
         WHERE number.account_id = ANY($2) ORDER BY last_activity_at DESC, id DESC LIMIT 25`,
      parameters: [`%${word}%`, people[asker].accountIds, people[asker].userId],
    }),
  };
}

function contacts(name: string, asker: Asker, search: string, pattern = search): Page {
  return {
    name,
    asker,
    query: CONTACTS,
    variables: () => ({ filter: { search } }),
    sql: ({ people }: Known) => ({
      statement: `WITH found AS MATERIALIZED (
          SELECT id, profile_name, phone_number, created_at FROM contacts
           WHERE search_text LIKE ALL ($1) AND account_id = ANY($2) AND merged_into_id IS NULL)
        SELECT * FROM found ORDER BY created_at DESC, id DESC LIMIT 25`,
      parameters: [pattern.split(' ').map((word) => `%${word}%`), people[asker].accountIds],
    }),
  };
}

function refused(name: string, asker: Asker, query: string): Page {
  const sql = () => ({ statement: 'SELECT 1', parameters: [] });
  return { name, asker, query: MESSAGES, variables: () => ({ query }), isRefused: true, sql };
}

const MOST_MS = 100;
const WORDS = Array.from({ length: 200 }, (_, index) => `w${(index + 360).toString(36)}`);
/** As many as fit into the 200 characters of a search of messages. */
const SHORT_WORDS = WORDS.map((word) => word.slice(1)).slice(0, 66);

/** Searches, by how common the word is and in which script it stands. */
export const SEARCH_PAGES: readonly Page[] = ROLES.flatMap(([asker, role]): Page[] => [
  messages(`messages, a common word${role}`, asker, 'please'),
  messages(`messages, two letters${role}`, asker, 'ok'),
  messages(`messages, one letter${role}`, asker, 'a'),
  messages(`messages, a rare word${role}`, asker, 'invoice 4242', true),
  messages(`messages, an emoji${role}`, asker, '🌵'),
  messages(`messages, an emoji that nobody wrote${role}`, asker, '🦖'),
  messages(`messages, 66 words${role}`, asker, SHORT_WORDS.join(' '), true),
  messages(`messages, a phone number${role}`, asker, '+1650555', true),
  messages(`messages, Chinese${role}`, asker, '订单'),
  messages(`messages, Thai${role}`, asker, 'ขอบคุณ'),
  messages(`messages, nothing is found${role}`, asker, 'xylophonist', true),
  refused(`messages, %${role}`, asker, '%'),
  refused(`messages, 200 words${role}`, asker, WORDS.join(' ')),
  conversations(`conversations, a common name${role}`, asker, 'maria'),
  conversations(`conversations, a short name${role}`, asker, 'ma'),
  conversations(`conversations, a phone number${role}`, asker, '49152'),
  conversations(`conversations, a Chinese name${role}`, asker, '王'),
  contacts(`contacts, a common name${role}`, asker, 'maria'),
  contacts(`contacts, one letter${role}`, asker, 'a'),
  contacts(`contacts, an emoji${role}`, asker, '🌸'),
  contacts(`contacts, 200 words${role}`, asker, WORDS.join(' ')),
  contacts(`contacts, a phone number${role}`, asker, '0152 000', '152000'),
  contacts(`contacts, nothing is found${role}`, asker, 'xylophonist'),
]).map((page) => ({ ...page, mostMs: MOST_MS }));
