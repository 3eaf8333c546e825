import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { catchError, of, throwError, type Observable } from 'rxjs';
import { DomainError } from '../../errors/domain-error.js';
import { badUserInput } from './bad-input.js';
import { recordRateLimited } from './rate-limited.plugin.js';
import { PAYLOAD_TYPE, type Payload } from './payload.js';

/** Turns a thrown DomainError into a payload's `errors`, into the answer of a query for problems, or into BAD_USER_INPUT. */
@Injectable()
export class PayloadErrorsInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<GqlContextType>() !== 'graphql') return next.handle();
    const payloadType = this.reflector.get<(() => Type<Payload>) | undefined>(PAYLOAD_TYPE, context.getHandler());
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof DomainError)) return throwError(() => error);
        if (answersProblems(context)) return of(error.problems);
        recordRateLimited(GqlExecutionContext.create(context).getContext<object>(), error);
        if (payloadType === undefined) return throwError(() => badUserInput(error));
        return of(Object.assign(new (payloadType())(), { errors: error.problems }));
      }),
    );
  }
}

/** Whether a query answers what is wrong, as validateTemplate does: then it is not an error that something is. */
function answersProblems(context: ExecutionContext): boolean {
  return String(GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>().returnType) === '[UserError!]!';
}
