import type { TraceParent } from './tracing.js';

/** Parts of a trace context. */
export interface TraceIds {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}

/** Version 00, and later ones, which may go on behind the flags. */
const FORM = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/** Trace parent in the W3C form. */
export function traceParentOf({ traceId, spanId, isSampled }: TraceIds): TraceParent {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** Reads a header `traceparent`; null where it is none by the specification (https://www.w3.org/TR/trace-context/). */
export function readTraceParent(header: unknown): TraceIds | null {
  if (typeof header !== 'string') return null;
  const [, version, traceId, spanId, flags = '', rest] = FORM.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || (version === '00' && rest !== undefined)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}
