import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Observable } from 'rxjs';
import { DomainError } from '../../errors/domain-error.js';
import { readArguments } from './read-arguments.js';

/** Reads the texts of every query, mutation and subscription by the rules of the schema, after the permission check. */
@Injectable()
export class InputTextsInterceptor implements NestInterceptor {
  /** @throws DomainError (INVALID_FORMAT, TOO_LONG) with everything that is wrong */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<GqlContextType>() !== 'graphql') return next.handle();
    const graphql = GqlExecutionContext.create(context);
    const given = graphql.getArgs<Record<string, unknown>>();
    const { parentType, fieldName } = graphql.getInfo<GraphQLResolveInfo>();
    const { values, problems } = readArguments(parentType.getFields()[fieldName]?.args ?? [], given);
    if (problems.length > 0) throw new DomainError(...problems);
    Object.assign(given, values);
    return next.handle();
  }
}
