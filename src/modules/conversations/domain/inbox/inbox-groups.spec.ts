import type { Role, UserViewer } from '../../../users/domain/viewer.js';
import { inboxGroups } from './inbox-groups.js';
import { inboxStates } from './inbox-state.js';

const viewer = (role: Role): UserViewer => ({
  kind: 'USER',
  id: 'me',
  sessionId: 'session',
  role,
  accountIds: [],
  expiresAt: new Date(0),
});

describe('The groups of an inbox', () => {
  it('are all conversations for an administrator, and for an operator their own and those of nobody', () => {
    expect(inboxGroups(viewer('ADMIN'), {})).toEqual([
      { personId: null, isAll: true, states: inboxStates({}, false), residuals: [] },
    ]);
    expect(inboxGroups(viewer('OPERATOR'), {})).toEqual([
      { personId: 'me', isAll: true, states: inboxStates({ participates: true }, true), residuals: [] },
      { personId: null, isAll: false, states: inboxStates({ hasParticipants: false }, false), residuals: [] },
    ]);
  });

  it('are none where one thing is asked to be and not to be', () => {
    expect(inboxGroups(viewer('ADMIN'), { status: [] })).toEqual([]);
    expect(inboxGroups(viewer('ADMIN'), { assigneeId: ['other'], unassigned: true })).toEqual([]);
    expect(inboxGroups(viewer('ADMIN'), { status: ['CLOSED'], waiting: true })).toEqual([]);
    expect(inboxGroups(viewer('OPERATOR'), { assigneeId: ['other'], participating: false })).toEqual([]);
  });

  it('look again at windows that were open when they were last looked at', () => {
    const residuals = (windowOpen: boolean) =>
      inboxGroups(viewer('ADMIN'), { windowOpen }).map((group) => group.residuals);
    expect(residuals(true)).toEqual([['IS_OPEN']]);
    expect(residuals(false)).toEqual([[], ['HAS_CLOSED']]);
  });

  it('name only states that a row can have', () => {
    expect(inboxStates({ isWaiting: true, isClosed: true }, false)).toEqual([]);
    expect(inboxStates({ participates: true, hasParticipants: false }, true)).toEqual([]);
    expect(new Set(inboxStates({}, false)).size).toBe(inboxStates({}, false).length);
  });
});
