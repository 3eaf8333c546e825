import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { addLogFields } from '../../../common/logging/log-context.js';
import { AuthenticationService } from './authentication.service.js';
import type { Permission } from '../domain/permissions.js';
import { unauthenticated } from './access-errors.js';
import { PERMISSION, requireAllowed, WITHOUT_SIGN_IN } from './allow.decorator.js';
import type { RequestContext } from './request-context.js';

/** Lets nobody in who is not signed in and allowed. Routes outside GraphQL look after themselves. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: AuthenticationService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType<GqlContextType>() !== 'graphql') return true;
    const permission = this.reflector.get<Permission | typeof WITHOUT_SIGN_IN | undefined>(
      PERMISSION,
      context.getHandler(),
    );
    if (permission === WITHOUT_SIGN_IN) return true;
    const requestContext = GqlExecutionContext.create(context).getContext<RequestContext>();
    const { request } = requestContext;
    if (request !== null) requestContext.viewer ??= (await this.authentication.viewerOf(request)) ?? undefined;
    if (requestContext.viewer === undefined) throw unauthenticated(this.authentication.refusalOf(request));
    if (permission === undefined)
      throw new Error(`${context.getHandler().name} does not say which permission it needs.`);
    const { kind, id } = requestContext.viewer;
    addLogFields(kind === 'USER' ? { userId: id } : { apiKeyId: id });
    requireAllowed(requestContext.viewer, permission);
    return true;
  }
}
