import { API_KEY_SCOPES, type ApiKeyScope, type Role, type Viewer } from './viewer.js';

/** All access rules, on one screen. What a viewer may do at all, and on which accounts and conversations. */

interface Rule {
  roles: readonly Role[];
  /** An API key needs one of these. */
  scopes: readonly ApiKeyScope[];
}

const EVERYBODY: readonly Role[] = ['ADMIN', 'MANAGER', 'OPERATOR'];
const MANAGERS: readonly Role[] = ['ADMIN', 'MANAGER'];
const ADMINS: readonly Role[] = ['ADMIN'];

export const PERMISSIONS = {
  READ_SELF: { roles: EVERYBODY, scopes: [] },
  /** Anything by its id; each type also demands what its own query does. */
  READ_NODES: { roles: EVERYBODY, scopes: API_KEY_SCOPES },
  READ_ACCOUNTS: { roles: EVERYBODY, scopes: ['ACCOUNTS_READ', 'ACCOUNTS_WRITE'] },
  WRITE_ACCOUNTS: { roles: ADMINS, scopes: ['ACCOUNTS_WRITE'] },
  READ_ACCOUNT_SECRETS: { roles: ADMINS, scopes: ['ACCOUNTS_WRITE'] },
  READ_TEMPLATES: { roles: EVERYBODY, scopes: ['TEMPLATES_READ', 'TEMPLATES_WRITE', 'MESSAGES_SEND'] },
  WRITE_TEMPLATES: { roles: MANAGERS, scopes: ['TEMPLATES_WRITE'] },
  READ_RECORDS: { roles: EVERYBODY, scopes: ['RECORDS_WRITE', 'TEMPLATES_READ', 'TEMPLATES_WRITE', 'MESSAGES_SEND'] },
  WRITE_RECORDS: { roles: MANAGERS, scopes: ['RECORDS_WRITE'] },
  WRITE_MEDIA: { roles: EVERYBODY, scopes: ['TEMPLATES_WRITE', 'MESSAGES_SEND'] },
  READ_NOTIFICATIONS: { roles: EVERYBODY, scopes: [] },
  READ_CONVERSATIONS: { roles: EVERYBODY, scopes: ['CONVERSATIONS_READ', 'CONVERSATIONS_WRITE'] },
  /** What was written, beyond the message that a program sends itself. */
  READ_MESSAGES: { roles: EVERYBODY, scopes: ['CONVERSATIONS_READ', 'CONVERSATIONS_WRITE', 'EVENTS_READ'] },
  CHECK_PHONE_NUMBERS: {
    roles: EVERYBODY,
    scopes: ['MESSAGES_SEND', 'RECORDS_WRITE', 'CONVERSATIONS_READ', 'CONVERSATIONS_WRITE'],
  },
  /** One message by its id; a key that may only send reads what it has sent: see mayReadMessage. */
  READ_A_MESSAGE: { roles: EVERYBODY, scopes: ['CONVERSATIONS_READ', 'CONVERSATIONS_WRITE', 'MESSAGES_SEND'] },
  WRITE_CONVERSATIONS: { roles: EVERYBODY, scopes: ['CONVERSATIONS_WRITE'] },
  /** What the labels of an account are; giving them to conversations is WRITE_CONVERSATIONS. */
  WRITE_LABELS: { roles: MANAGERS, scopes: ['CONVERSATIONS_WRITE'] },
  WRITE_CANNED_REPLIES: { roles: MANAGERS, scopes: ['CONVERSATIONS_WRITE'] },
  SEND_MESSAGES: { roles: EVERYBODY, scopes: ['MESSAGES_SEND'] },
  READ_BROADCASTS: { roles: EVERYBODY, scopes: ['MESSAGES_SEND', 'CONVERSATIONS_READ', 'CONVERSATIONS_WRITE'] },
  /** Whoever they went to, also those whose conversations an operator may not see. */
  READ_BROADCAST_MESSAGES: { roles: MANAGERS, scopes: ['MESSAGES_SEND', 'CONVERSATIONS_READ', 'CONVERSATIONS_WRITE'] },
  WRITE_BROADCASTS: { roles: MANAGERS, scopes: ['MESSAGES_SEND'] },
  /** Rules that send by themselves when records change. */
  MANAGE_RECORD_RULES: { roles: MANAGERS, scopes: ['MESSAGES_SEND'] },
  READ_STATISTICS: { roles: MANAGERS, scopes: ['ACCOUNTS_READ', 'ACCOUNTS_WRITE'] },
  /** What Meta's messages cost, for the whole installation. */
  WRITE_RATE_CARDS: { roles: ADMINS, scopes: [] },
  ERASE_CONTACTS: { roles: ADMINS, scopes: [] },
  EXPORT_CONTACTS: { roles: ADMINS, scopes: [] },
  /** A key that may only send follows what it has sent: see followsOnlyOwn. */
  FOLLOW_EVENTS: { roles: EVERYBODY, scopes: ['EVENTS_READ', 'MESSAGES_SEND'] },
  READ_COLLEAGUES: { roles: EVERYBODY, scopes: ['ACCOUNTS_READ', 'ACCOUNTS_WRITE', 'CONVERSATIONS_READ'] },
  MANAGE_USERS: { roles: ADMINS, scopes: [] },
  MANAGE_API_KEYS: { roles: ADMINS, scopes: [] },
  MANAGE_WEBHOOKS: { roles: ADMINS, scopes: ['WEBHOOKS_ADMIN'] },
  /** Colleagues' e-mails and phone numbers; one's own everybody reads. */
  READ_COLLEAGUES_ADDRESSES: { roles: ADMINS, scopes: [] },
  /** The history of one account. */
  READ_AUDIT: { roles: ADMINS, scopes: ['ACCOUNTS_WRITE'] },
  READ_AUDIT_TRAIL: { roles: ADMINS, scopes: [] },
  /** `GET /metrics`: figures of the whole installation, whatever accounts the key is for. */
  READ_METRICS: { roles: ADMINS, scopes: ['METRICS_READ'] },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

export function isAllowed(viewer: Viewer, permission: Permission): boolean {
  const rule: Rule = PERMISSIONS[permission];
  if (viewer.kind === 'USER') return rule.roles.includes(viewer.role);
  return viewer.scopes.some((scope) => rule.scopes.includes(scope));
}

/** The accounts that a viewer works with; null means all. */
export function visibleAccountIds(viewer: Viewer): readonly string[] | null {
  if (viewer.kind === 'USER' && viewer.role === 'ADMIN') return null;
  return viewer.accountIds;
}

export function maySeeAccount(viewer: Viewer, accountId: string): boolean {
  const accountIds = visibleAccountIds(viewer);
  return accountIds === null || accountIds.includes(accountId);
}

/** Operators see the conversations that they take part in and those that nobody has taken; all others see all. */
export function seesOnlyOwnConversations(viewer: Viewer): boolean {
  return viewer.kind === 'USER' && viewer.role === 'OPERATOR';
}

export function maySeeConversation(
  viewer: Viewer,
  conversation: { accountId: string; participantIds: readonly string[] },
): boolean {
  if (!maySeeAccount(viewer, conversation.accountId)) return false;
  if (!seesOnlyOwnConversations(viewer)) return true;
  return conversation.participantIds.length === 0 || conversation.participantIds.includes(viewer.id);
}

/** Whether a viewer who may see the conversation of a message may read it: all do but keys that may only send. */
export function mayReadMessage(viewer: Viewer, { authorApiKeyId }: { authorApiKeyId: string | null }): boolean {
  if (isAllowed(viewer, 'READ_CONVERSATIONS')) return true;
  return viewer.kind === 'API_KEY' && authorApiKeyId === viewer.id;
}

/** A key that may send and not read events follows its own messages, and what its queries show: broadcasts and templates. */
export function followsOnlyOwn(viewer: Viewer): boolean {
  return viewer.kind === 'API_KEY' && !viewer.scopes.includes('EVENTS_READ');
}

/** Two viewers with the same class may be shown the very same rendering of whatever both may see. */
export function visibilityClass(viewer: Viewer): string {
  const accounts = visibleAccountIds(viewer);
  const rights = viewer.kind === 'USER' ? viewer.role : [...viewer.scopes].sort().join(' ');
  return `${viewer.kind} ${rights} ${accounts === null ? '*' : [...accounts].sort().join(' ')}`;
}
