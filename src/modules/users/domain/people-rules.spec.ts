import {
  isAllowed,
  maySeeAccount,
  maySeeConversation,
  PERMISSIONS,
  visibilityClass,
  type Permission,
} from './permissions.js';
import type { ApiKeyScope, Role, Viewer } from './viewer.js';

const user = (role: Role, accountIds: string[] = ['a']): Viewer => ({
  kind: 'USER',
  id: 'me',
  sessionId: 's',
  role,
  accountIds,
  expiresAt: new Date(),
});
const key = (scopes: ApiKeyScope[], accountIds: string[] | null = null): Viewer => ({
  kind: 'API_KEY',
  id: 'k',
  scopes,
  accountIds,
  expiresAt: null,
});

describe('Permissions', () => {
  it('give administrators everything, and keys nothing but their scopes', () => {
    for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
      expect(isAllowed(user('ADMIN'), permission)).toBe(true);
      expect(isAllowed(key([]), permission)).toBe(false);
    }
    expect(isAllowed(key(['CONVERSATIONS_READ']), 'WRITE_CONVERSATIONS')).toBe(false);
    expect(isAllowed(key(['CONVERSATIONS_WRITE']), 'READ_CONVERSATIONS')).toBe(true);
  });

  it.each([
    [user('ADMIN', []), true],
    [user('MANAGER', ['b']), false],
    [user('OPERATOR', ['a']), true],
    [key(['ACCOUNTS_READ'], ['b']), false],
    [key(['ACCOUNTS_READ'], null), true],
  ])('decide who sees an account (%#)', (viewer, expected) => expect(maySeeAccount(viewer, 'a')).toBe(expected));

  it.each([
    [user('OPERATOR'), [], true],
    [user('OPERATOR'), ['me', 'other'], true],
    [user('OPERATOR'), ['other'], false],
    [user('MANAGER'), ['other'], true],
    [user('MANAGER', ['b']), ['me'], false],
    [user('ADMIN', []), ['other'], true],
  ])('decide who sees a conversation (%#)', (viewer, participantIds, expected) =>
    expect(maySeeConversation(viewer, { accountId: 'a', participantIds })).toBe(expected),
  );

  it('put viewers into one class only when they may see the same', () => {
    expect(visibilityClass(user('OPERATOR', ['a', 'b']))).toBe(visibilityClass(user('OPERATOR', ['b', 'a'])));
    const classes = [
      user('OPERATOR'),
      user('MANAGER'),
      user('ADMIN'),
      user('OPERATOR', ['b']),
      key(['EVENTS_READ']),
      key(['EVENTS_READ'], ['a']),
    ];
    expect(new Set(classes.map(visibilityClass)).size).toBe(classes.length);
  });
});
