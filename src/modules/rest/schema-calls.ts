import { Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { execute, type DocumentNode } from 'graphql';
import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import { Loaders } from '../../common/graphql/loaders.js';
import { unauthenticated } from '../users/authentication/access-errors.js';
import { requireAllowed } from '../users/authentication/allow.decorator.js';
import { AuthenticationService } from '../users/authentication/authentication.service.js';
import type { HttpRequest, RequestContext } from '../users/authentication/request-context.js';
import type { Permission } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';

/** What is asked of the errors of a payload. */
export const ERRORS =
  'errors { code message reason values path ... on InvalidInputError { limit suggestion } ... on RateLimitedError { retryAfterSeconds } }';

/**
 * Calls of the GraphQL schema by the REST side: with the permissions, the rules of texts and the refusals that every
 * resolver has (decision 79).
 */
@Injectable()
export class SchemaCalls {
  constructor(
    private readonly host: GraphQLSchemaHost,
    private readonly authentication: AuthenticationService,
  ) {}

  /** @throws GraphQLError (UNAUTHENTICATED, FORBIDDEN) */
  async requireViewer(request: HttpRequest, permission: Permission): Promise<Viewer> {
    const viewer = await this.authentication.viewerOf(request);
    if (viewer === null) throw unauthenticated(this.authentication.refusalOf(request));
    requireAllowed(viewer, permission);
    return viewer;
  }

  /**
   * Answer of the only field of a document.
   * @throws GraphQLError as a query would have it; DomainError with the `errors` of a payload
   */
  async call<T>(request: HttpRequest, document: DocumentNode, variables: Record<string, unknown>): Promise<T> {
    const context: RequestContext = { request, loaders: new Loaders() };
    const { data, errors } = await execute({
      schema: this.host.schema,
      document,
      variableValues: variables,
      contextValue: context,
    });
    if (errors?.[0] !== undefined) throw errors[0];
    const [answer] = Object.values(data ?? {});
    const refused = (answer as { errors?: Problem[] } | null)?.errors ?? [];
    if (refused.length > 0) throw new DomainError(...refused);
    return answer as T;
  }
}
