import { SetMetadata } from '@nestjs/common';
import { isAllowed, type Permission } from '../domain/permissions.js';
import type { Viewer } from '../domain/viewer.js';
import { forbidden } from './access-errors.js';

/** Metadata key under which the guard finds what an operation demands. */
export const PERMISSION = Symbol('PERMISSION');
export const WITHOUT_SIGN_IN = 'WITHOUT_SIGN_IN';

/** Permission that a query, mutation or subscription demands. One that names none is refused to everybody. */
export const Allow = (permission: Permission): MethodDecorator => SetMetadata(PERMISSION, permission);

/** Open to everybody: for login and refresh alone. */
export const WithoutSignIn = (): MethodDecorator => SetMetadata(PERMISSION, WITHOUT_SIGN_IN);

/**
 * Permission check within a resolver, for fields that demand more than the query that they are part of.
 * @throws GraphQLError (FORBIDDEN)
 */
export function requireAllowed(viewer: Viewer, permission: Permission): void {
  if (!isAllowed(viewer, permission)) throw forbidden();
}
