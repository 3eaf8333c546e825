import type { ApiKeyScope } from '../../../users/domain/viewer.js';
import { allowedActions } from './allowed-actions.js';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const operator = { kind: 'USER', id: 'u', sessionId: 's', role: 'OPERATOR', accountIds: [], expiresAt: now } as const;

describe('The allowed actions', () => {
  it('are decided by window, status, permissions, and whether it is a group', () => {
    const at = (lastInboundAt: Date | null, changes: object = {}) => ({
      lastInboundAt,
      status: 'OPEN' as const,
      isGroup: false,
      ...changes,
    });
    const key = (scopes: ApiKeyScope[]) =>
      ({ kind: 'API_KEY', id: 'k', scopes, accountIds: null, expiresAt: null }) as const;
    const always = ['ADD_PARTICIPANTS', 'ASSIGN', 'CLOSE', 'NOTE', 'LABEL'];
    expect(allowedActions(operator, at(hoursAgo(1)), now)).toEqual(['REPLY', 'SEND_TEMPLATE', 'REACT', ...always]);
    expect(allowedActions(operator, at(hoursAgo(25)), now)).toEqual(['SEND_TEMPLATE', ...always]);
    expect(allowedActions(operator, at(hoursAgo(1), { status: 'CLOSED' }), now)).toContain('REOPEN');
    expect(allowedActions(operator, at(hoursAgo(1), { status: 'CLOSED' }), now)).not.toContain('CLOSE');
    expect(allowedActions(operator, at(hoursAgo(1), { isGroup: true }), now)).not.toContain('SEND_TEMPLATE');
    expect(allowedActions(key(['CONVERSATIONS_READ']), at(hoursAgo(1)), now)).toEqual([]);
    expect(allowedActions(key(['MESSAGES_SEND']), at(hoursAgo(1)), now)).toEqual(['REPLY', 'SEND_TEMPLATE', 'REACT']);
    expect(allowedActions(key(['CONVERSATIONS_WRITE']), at(hoursAgo(1)), now)).toEqual(always);
  });
});
