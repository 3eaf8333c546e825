export const ROLES = ['ADMIN', 'MANAGER', 'OPERATOR'] as const;
export type Role = (typeof ROLES)[number];

export const API_KEY_SCOPES = [
  'ACCOUNTS_READ',
  'ACCOUNTS_WRITE',
  'TEMPLATES_READ',
  'TEMPLATES_WRITE',
  'RECORDS_WRITE',
  'MESSAGES_SEND',
  'CONVERSATIONS_READ',
  'CONVERSATIONS_WRITE',
  'EVENTS_READ',
  'WEBHOOKS_ADMIN',
  'METRICS_READ',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** Where a request came from. */
export interface RequestOrigin {
  /** The caller's IP address: behind TRUSTED_PROXIES that of the client, else that of the connection. */
  address: string;
  /** As the client names itself, at most 300 characters; null where it does not. */
  userAgent: string | null;
}

/** A person who is signed in. */
export interface UserViewer {
  kind: 'USER';
  id: string;
  sessionId: string;
  role: Role;
  accountIds: readonly string[];
  /** When the access token ends. */
  expiresAt: Date;
  /** Absent where no request asks, as in a subscription. */
  origin?: RequestOrigin;
}

/** A program with an API key. */
export interface ApiKeyViewer {
  kind: 'API_KEY';
  id: string;
  scopes: readonly ApiKeyScope[];
  /** Null: all accounts. */
  accountIds: readonly string[] | null;
  expiresAt: Date | null;
  /** Absent where no request asks, as in a subscription. */
  origin?: RequestOrigin;
}

/** Who asks. */
export type Viewer = UserViewer | ApiKeyViewer;

/** Null where a program asks. */
export function userIdOf(viewer: Viewer): string | null {
  return viewer.kind === 'USER' ? viewer.id : null;
}

/** Whoever started something that goes on in the background, as far as filling in a template asks: what they may was decided when they did. */
export function viewerOfAuthor(author: {
  authorUserId: string | null;
  authorApiKeyId: string | null;
  accountId: string;
}): Viewer | null {
  const { authorUserId, authorApiKeyId } = author;
  const accountIds = [author.accountId];
  const never = new Date(0);
  if (authorUserId !== null) {
    return { kind: 'USER', id: authorUserId, sessionId: '', role: 'MANAGER', accountIds, expiresAt: never };
  }
  if (authorApiKeyId !== null) return { kind: 'API_KEY', id: authorApiKeyId, scopes: [], accountIds, expiresAt: never };
  return null;
}

/** What a viewer's access stands and falls with: the session, or the key. */
export function accessIdOf(viewer: Viewer): string {
  return viewer.kind === 'USER' ? viewer.sessionId : viewer.id;
}
