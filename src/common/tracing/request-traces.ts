import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { isAmong, trustedProxies } from '../http/client-address.js';
import { ClientAddresses } from '../http/client-addresses.js';
import { readTraceParent, traceParentOf } from './trace-parent.js';
import { NO_SPAN, Tracing, type Span, type SpanOptions } from './tracing.js';

/**
 * Traces of requests. The header `traceparent` is gone on from where its caller is in TRACES_TRUSTED_CALLERS; that of anybody
 * else would let strangers decide what is recorded, so a trace of our own begins, and names theirs (decision 85).
 */
@Injectable()
export class RequestTraces {
  private readonly trusted: BlockList;

  constructor(
    config: Config,
    private readonly tracing: Tracing,
    private readonly addresses: ClientAddresses,
  ) {
    this.trusted = trustedProxies(config.get('TRACES_TRUSTED_CALLERS'));
  }

  /** Begins the span of a request, which the caller ends. */
  begin(name: string, request: IncomingMessage, options: SpanOptions = {}): Span {
    if (!this.tracing.isOn) return NO_SPAN;
    const given = readTraceParent(request.headers.traceparent);
    if (given === null) return this.tracing.begin(name, { ...options, kind: 'server', isRoot: true });
    const theirs = traceParentOf(given);
    const isTrusted = isAmong(this.addresses.of(request).address, this.trusted);
    const origin = isTrusted ? { parent: theirs } : { links: [theirs] };
    return this.tracing.begin(name, { ...options, ...origin, kind: 'server', isRoot: true });
  }
}
