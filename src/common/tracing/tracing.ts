/** Trace context in the W3C form `00-<trace id>-<span id>-01`: of a span that is recorded, to go on from. */
export type TraceParent = string;

/**
 * Attributes that a span may have: ids of ours, kinds, codes, counts. A closed list, so that no text, number or token of
 * anybody can become one.
 */
export interface SpanAttributes {
  'parley.account.id'?: string;
  'parley.message.id'?: string;
  'parley.conversation.id'?: string;
  'parley.delivery.id'?: string;
  'parley.endpoint.id'?: string;
  'parley.endpoint_delivery.id'?: string;
  'parley.event.kind'?: string;
  'parley.event.position'?: string;
  'parley.message.kind'?: string;
  'parley.message.status'?: string;
  'parley.batch.size'?: number;
  'parley.attempt'?: number;
  'parley.subscribers'?: number;
  /** What became of it: `ok`, `refused`, `failed`, or of a webhook `stored`, `not_signed` and so on. */
  'parley.outcome'?: string;
  'db.system.name'?: 'postgresql';
  'db.query.summary'?: string;
  'graphql.operation.type'?: string;
  'http.request.method'?: string;
  'http.response.status_code'?: number;
  /** Path in which ids are `{id}`. */
  'url.template'?: string;
  'server.address'?: string;
  /** Code or name of an error, never its message. */
  'error.type'?: string;
}

export interface SpanOptions {
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** What it goes on from: without it the running span; null, as rows have it that nobody traces: then nothing is recorded. */
  parent?: TraceParent | null;
  /** Begins a trace where `parent` is not given; the sampler decides whether it is recorded. */
  isRoot?: boolean;
  /** Traces that have to do with it. */
  links?: readonly TraceParent[];
  attributes?: SpanAttributes;
  /** When it began, by `performance.now()`; now unless told otherwise. */
  startedAt?: number;
}

/** Span: one step of a trace, or nothing where it is not recorded. */
export interface Span {
  /** Null where it is not recorded. */
  readonly context: TraceParent | null;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed, by the code of the error or its name. */
  fail(error: unknown): void;
  end(): void;
  /** Runs work as part of it: spans begun in it are its children, and lines of the log have its ids. */
  run<T>(work: () => T): T;
  /** Makes it the running span of whatever the request that is answered does from here on. */
  enter(): void;
}

/** Stands for every span that is not recorded. */
export const NO_SPAN: Span = {
  context: null,
  set: () => undefined,
  fail: () => undefined,
  end: () => undefined,
  run: (work) => work(),
  enter: () => undefined,
};

/**
 * Traces of this process: what happened to one message, step by step, across processes. The library behind it is known to
 * its adapter alone, which is loaded where somebody asks for traces.
 */
export abstract class Tracing {
  /** Whether anything is recorded at all. */
  abstract readonly isOn: boolean;

  /** Context of the running span; null where none is recorded. */
  abstract current(): TraceParent | null;

  /** Begins a span, which the caller ends. */
  abstract begin(name: string, options?: SpanOptions): Span;

  /** Runs work in a span of its own, which ends with it; an error marks it and goes on. */
  async span<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
    const span = this.begin(name, options);
    if (span === NO_SPAN) return work(span);
    try {
      return await span.run(() => work(span));
    } catch (error) {
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Records a step that is over. @returns its context, to go on from */
  record(name: string, options: SpanOptions): TraceParent | null {
    const span = this.begin(name, options);
    span.end();
    return span.context;
  }

  private readonly contexts = new WeakMap<object, TraceParent>();

  /** Notes which trace a thing of a batch belongs to, such as a part of a webhook. */
  attach(context: TraceParent | null, things: readonly object[]): void {
    if (context !== null) for (const thing of things) this.contexts.set(thing, context);
  }

  /** Context that was attached to a thing; null where none was. */
  contextOf(thing: object): TraceParent | null {
    return this.isOn ? (this.contexts.get(thing) ?? null) : null;
  }
}

/** No tracing: what nobody has asked for costs nothing. */
export class NoTracing extends Tracing {
  readonly isOn = false;

  current(): null {
    return null;
  }

  begin(): Span {
    return NO_SPAN;
  }
}
