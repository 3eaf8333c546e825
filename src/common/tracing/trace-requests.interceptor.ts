import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, tap, type Observable } from 'rxjs';
import { RequestTraces } from './request-traces.js';

/** Request tracing of a REST controller: a span by method and route, `POST /v1/messages`, with all that the request does beneath it. */
@Injectable()
export class TraceRequests implements NestInterceptor {
  constructor(private readonly traces: RequestTraces) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, raw, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    const route = routeOptions.url ?? '';
    const attributes = { 'http.request.method': method, 'url.template': route };
    const span = this.traces.begin(`${method} ${route}`, raw, { attributes });
    span.enter();
    return next.handle().pipe(
      tap({ error: (error: unknown) => span.fail(error) }),
      finalize(() => span.end()),
    );
  }
}
