import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { GqlContextType } from '@nestjs/graphql';
import { catchError, of, throwError, type Observable } from 'rxjs';
import { DomainError } from '../../errors/domain-error.js';
import { badUserInput } from './format-error.js';
import { PAYLOAD_TYPE, type Payload } from './payload.js';

/** Turns a thrown DomainError into a payload's `errors`, or, outside mutations, into BAD_USER_INPUT. */
@Injectable()
export class PayloadErrorsInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<GqlContextType>() !== 'graphql') return next.handle();
    const payloadType = this.reflector.get<(() => Type<Payload>) | undefined>(PAYLOAD_TYPE, context.getHandler());
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof DomainError)) return throwError(() => error);
        if (payloadType === undefined) return throwError(() => badUserInput(error));
        return of(Object.assign(new (payloadType())(), { errors: error.problems }));
      }),
    );
  }
}
