import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { isAllowed, type Permission } from '../domain/permissions.js';
import type { Viewer } from '../domain/viewer.js';

/** What every resolver is given as its context. */
export interface RequestContext {
  /** Null on the WebSocket, where the viewer is known from connectionParams. */
  request: { headers: { authorization?: string }; ip: string } | null;
  loaders: Loaders;
  viewer?: Viewer;
  /** The authentication that is under way, shared by all fields of the request. */
  authentication?: Promise<Viewer | null>;
}

export const PERMISSION = Symbol('PERMISSION');
export const WITHOUT_SIGN_IN = 'WITHOUT_SIGN_IN';

/** The permission that a query, mutation or subscription needs. One without it is refused to everybody. */
export const Allow = (permission: Permission): MethodDecorator => SetMetadata(PERMISSION, permission);

/** For login and refresh alone. */
export const WithoutSignIn = (): MethodDecorator => SetMetadata(PERMISSION, WITHOUT_SIGN_IN);

/** Who asks; the guard has made sure that somebody does. */
export const CurrentViewer = createParamDecorator((_data: unknown, context: ExecutionContext): Viewer => {
  const { viewer } = GqlExecutionContext.create(context).getContext<RequestContext>();
  if (viewer === undefined) throw unauthenticated();
  return viewer;
});

/** For fields that need more than the query that they are part of. */
export function requireAllowed(viewer: Viewer, permission: Permission): void {
  if (!isAllowed(viewer, permission)) throw forbidden();
}

export function unauthenticated(): GraphQLError {
  return new GraphQLError('Please sign in: send Authorization: Bearer <access token or API key>.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
}

export function forbidden(): GraphQLError {
  return new GraphQLError('You may not do this. An administrator can give you the right.', {
    extensions: { code: 'FORBIDDEN' },
  });
}
