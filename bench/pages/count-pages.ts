import type { Page } from './page.js';

/** The counts above an inbox. By hand each is counted, up to the 10,000 up to which they are exact. */
export const COUNT_PAGES: readonly Page[] = (['ADMIN', 'OPERATOR'] as const).map((asker) => ({
  name: `counts of an inbox, ${asker.toLowerCase()}`,
  asker,
  query:
    'query ($id: ID!) { inboxCounts(accountId: $id) { mine { value } unassigned { value } waiting { value } unread { value } open { value } closed { value } } }',
  variables: ({ accountId }) => ({ id: accountId }),
  sql: ({ accountId, people }) => ({
    statement: `
      SELECT (SELECT count(*) FROM (SELECT FROM conversations WHERE account_id = $1 AND status = 'OPEN' LIMIT 10001) AS open) AS open,
             (SELECT count(*) FROM (SELECT FROM conversations WHERE account_id = $1 AND status = 'CLOSED' LIMIT 10001) AS closed) AS closed,
             (SELECT count(*) FROM (SELECT FROM conversations WHERE account_id = $1 AND assignee_id IS NULL LIMIT 10001) AS free) AS unassigned,
             (SELECT count(*) FROM (SELECT FROM participants JOIN conversations ON conversations.id = conversation_id
                                     WHERE user_id = $2 AND account_id = $1 LIMIT 10001) AS mine) AS mine`,
    parameters: [accountId, people[asker].userId],
  }),
}));
