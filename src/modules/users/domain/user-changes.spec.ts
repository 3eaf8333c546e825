import { userChanges, type UserFacts } from './user-changes.js';

const OTTO: UserFacts = {
  name: 'Otto',
  email: 'otto@example.com',
  phoneNumber: null,
  role: 'OPERATOR',
  isActive: true,
  accountIds: ['b', 'a'],
};
const changesTo = (after: Partial<UserFacts>) => userChanges(OTTO, { ...OTTO, ...after });

describe('What is audited of a change of a person', () => {
  it('is nothing where nothing changed, in whatever order the accounts come', () => {
    expect(changesTo({ accountIds: ['a', 'b'] })).toEqual([]);
  });

  it('is each kind of change by itself, with what it was and became', () => {
    expect(changesTo({ name: 'Otto M.', role: 'ADMIN', accountIds: [], isActive: false })).toEqual([
      { action: 'USER_CHANGED', details: [{ name: 'name', from: 'Otto', to: 'Otto M.' }] },
      { action: 'USER_ROLE_CHANGED', details: [{ name: 'role', from: 'OPERATOR', to: 'ADMIN' }] },
      { action: 'USER_ACCOUNTS_CHANGED', details: [{ name: 'accountIds', from: 'a b', to: null }] },
      { action: 'USER_DEACTIVATED', details: [] },
    ]);
    expect(userChanges({ ...OTTO, isActive: false }, OTTO)).toEqual([{ action: 'USER_REACTIVATED', details: [] }]);
  });

  it('is of a phone number that it changed, and not which it is', () => {
    expect(changesTo({ phoneNumber: '+14155550100' })).toEqual([
      { action: 'USER_CHANGED', details: [{ name: 'phoneNumber', from: null, to: null }] },
    ]);
  });
});
