import type { Role } from '../generated/graphql';

/** Least first. */
export const ROLES: readonly Role[] = ['OPERATOR', 'MANAGER', 'ADMIN'];
