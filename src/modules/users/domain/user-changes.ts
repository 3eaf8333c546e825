import type { AuditAction, AuditDetail } from './audit-actions.js';
import type { Role } from './viewer.js';

/** What of a person is audited when it changes. */
export interface UserFacts {
  name: string;
  email: string;
  phoneNumber: string | null;
  role: Role;
  isActive: boolean;
  accountIds: readonly string[];
}

/** The audited actions that lead from one state of a person to another: none where nothing changed. */
export function userChanges(before: UserFacts, after: UserFacts): { action: AuditAction; details: AuditDetail[] }[] {
  const addresses = [
    ...changed('name', before.name, after.name),
    ...changed('email', before.email, after.email),
    // that it changed, and not what it is: nobody has to know it later
    ...(before.phoneNumber === after.phoneNumber ? [] : [{ name: 'phoneNumber', from: null, to: null }]),
  ];
  const role = changed('role', before.role, after.role);
  const accounts = changed('accountIds', listOf(before.accountIds), listOf(after.accountIds));
  return [
    ...(addresses.length > 0 ? [{ action: 'USER_CHANGED' as const, details: addresses }] : []),
    ...(role.length > 0 ? [{ action: 'USER_ROLE_CHANGED' as const, details: role }] : []),
    ...(accounts.length > 0 ? [{ action: 'USER_ACCOUNTS_CHANGED' as const, details: accounts }] : []),
    ...(before.isActive && !after.isActive ? [{ action: 'USER_DEACTIVATED' as const, details: [] }] : []),
    ...(!before.isActive && after.isActive ? [{ action: 'USER_REACTIVATED' as const, details: [] }] : []),
  ];
}

function changed(name: string, from: string | null, to: string | null): AuditDetail[] {
  return from === to ? [] : [{ name, from, to }];
}

function listOf(ids: readonly string[]): string | null {
  return ids.length === 0 ? null : ids.toSorted().join(' ');
}
