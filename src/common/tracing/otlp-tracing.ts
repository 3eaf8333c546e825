import { hostname } from 'node:os';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type SpanContext } from '@opentelemetry/api';
import type * as otel from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace-base';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { SECOND_MS } from '../durations.js';
import { addLogFields, logFields, withLogFields } from '../logging/log-context.js';
import { errorCode } from './error-code.js';
import { PatientExporter } from './patient-exporter.js';
import { readTraceParent, traceParentOf, type TraceIds } from './trace-parent.js';
import { NO_SPAN, Tracing, type Span, type SpanAttributes, type SpanOptions, type TraceParent } from './tracing.js';

/** Spans in memory at most, each about 1 KB: what comes beyond is dropped. */
const MAX_QUEUE = 4_096;
const MAX_BATCH = 512;
const BATCH_EVERY_MS = SECOND_MS;
const EXPORT_TIMEOUT_MS = 5 * SECOND_MS;
/** What has not gone out by then when the process ends is lost. */
const SHUTDOWN_PATIENCE_MS = SECOND_MS;
/** Of a batch that many webhooks have part in. */
const MAX_LINKS = 32;
const LIMITS = { attributeCountLimit: 32, attributeValueLengthLimit: 128, linkCountLimit: MAX_LINKS };

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Tracing by OpenTelemetry, sent to an OTLP receiver as JSON over HTTP, in batches. The running span lies beside the fields
 * of the log, so that whatever leaves these behind leaves it behind as well, and each line has its ids. Nothing global of
 * the library is set: several applications run side by side in one process.
 */
@Injectable()
export class OtlpTracing extends Tracing implements OnApplicationShutdown {
  readonly isOn = true;
  private readonly provider: BasicTracerProvider;
  private readonly tracer: otel.Tracer;

  constructor(config: Config, url: string) {
    super();
    const exporter = new OTLPTraceExporter({
      url,
      headers: { ...config.get('OTEL_EXPORTER_OTLP_HEADERS') },
      timeoutMillis: EXPORT_TIMEOUT_MS,
      concurrencyLimit: 2,
    });
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({
        'service.instance.id': `${hostname()}:${process.pid}`,
        ...config.get('OTEL_RESOURCE_ATTRIBUTES'),
        'service.name': config.get('OTEL_SERVICE_NAME'),
      }),
      sampler: samplerOf(config),
      spanLimits: { ...LIMITS, eventCountLimit: 0 },
      spanProcessors: [
        new BatchSpanProcessor(new PatientExporter(exporter, new URL(url).origin), {
          maxQueueSize: MAX_QUEUE,
          maxExportBatchSize: MAX_BATCH,
          scheduledDelayMillis: BATCH_EVERY_MS,
          exportTimeoutMillis: 2 * EXPORT_TIMEOUT_MS,
        }),
      ],
    });
    this.tracer = this.provider.getTracer('parley');
  }

  current(): TraceParent | null {
    const { traceId, spanId } = logFields();
    return traceId === undefined || spanId === undefined ? null : traceParentOf({ traceId, spanId, isSampled: true });
  }

  begin(name: string, options: SpanOptions = {}): Span {
    const { kind = 'internal', isRoot = false, links = [], attributes = {}, startedAt } = options;
    const parent = readTraceParent(options.parent ?? (options.parent === null || isRoot ? null : this.current()));
    if (parent === null && !isRoot) return NO_SPAN;
    const span = this.tracer.startSpan(
      name,
      {
        kind: KINDS[kind],
        attributes: { ...attributes },
        links: links.slice(0, MAX_LINKS).flatMap(linkTo),
        ...(startedAt === undefined ? {} : { startTime: performance.timeOrigin + startedAt }),
      },
      parent === null ? ROOT_CONTEXT : contextOf(parent),
    );
    return span.isRecording() ? new RecordedSpan(span) : NO_SPAN;
  }

  async onApplicationShutdown(): Promise<void> {
    const over = new Promise((resolve) => setTimeout(resolve, SHUTDOWN_PATIENCE_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), over]);
  }
}

class RecordedSpan implements Span {
  readonly context: TraceParent;

  constructor(private readonly span: otel.Span) {
    const { traceId, spanId } = span.spanContext();
    this.context = traceParentOf({ traceId, spanId, isSampled: true });
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes({ ...attributes });
  }

  fail(error: unknown): void {
    this.span.setAttribute('error.type', errorCode(error));
    this.span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.span.end();
  }

  run<T>(work: () => T): T {
    const { traceId, spanId } = this.span.spanContext();
    return withLogFields({ traceId, spanId }, work);
  }

  enter(): void {
    const { traceId, spanId } = this.span.spanContext();
    addLogFields({ traceId, spanId });
  }
}

function spanContextOf({ traceId, spanId, isSampled }: TraceIds): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? 1 : 0, isRemote: true };
}

function contextOf(ids: TraceIds): Context {
  return trace.setSpanContext(ROOT_CONTEXT, spanContextOf(ids));
}

function linkTo(context: TraceParent): otel.Link[] {
  const ids = readTraceParent(context);
  return ids === null ? [] : [{ context: spanContextOf(ids) }];
}

/** By the names of OTEL_TRACES_SAMPLER. */
function samplerOf(config: Config): Sampler {
  const ratio = new TraceIdRatioBasedSampler(config.get('OTEL_TRACES_SAMPLER_ARG'));
  const name = config.get('OTEL_TRACES_SAMPLER');
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return ratio;
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: ratio });
    default:
      return name satisfies never;
  }
}
