import type { LoggedEvent } from '../../../common/events/event-log.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { InboxStream } from './inbox-stream.js';
import { renderingKey, type Operation } from './rendering.js';

/** Why a subscriber's socket is closed. Clients reconnect with their last cursor and miss nothing. */
export type CutOffReason = 'TOO_SLOW' | 'NOT_ALLOWED' | 'UNAVAILABLE';

/** Sink of a subscriber: how it is reached. */
export interface Sink {
  /** Sends the JSON of an execution result. */
  send(payload: string): void;
  /** Bytes that the client has not taken yet. */
  bytesWaiting(): number;
  cutOff(reason: CutOffReason): void;
}

const MAX_BUFFERED_EVENTS = 1_000;
/** A client that is this far behind is cut off: memory stays bounded, and it can resume. */
const MAX_BYTES_WAITING = 4 * 1024 * 1024;
const DRAINED_BYTES_WAITING = 128 * 1024;
const MAX_DRAIN_MS = 15_000;

/** Subscriber: somebody who follows an account or a conversation over a socket. */
export class Subscriber {
  readonly accountId: string;
  readonly conversationId: string | null;
  readonly mustReload: boolean;
  position: bigint;
  isCatchingUp = true;
  isClosed = false;
  /** Subscribers with the same key are shown the same. */
  key: string;
  private currentViewer: Viewer;
  private buffered: LoggedEvent[] = [];
  private didOverflow = false;

  constructor(
    stream: InboxStream,
    readonly operation: Operation,
    private readonly sink: Sink,
  ) {
    this.accountId = stream.accountId;
    this.conversationId = stream.conversationId;
    this.mustReload = stream.mustReload;
    this.position = stream.position;
    this.currentViewer = stream.viewer;
    this.key = renderingKey(operation, stream.viewer);
  }

  get viewer(): Viewer {
    return this.currentViewer;
  }

  set viewer(viewer: Viewer) {
    this.currentViewer = viewer;
    this.key = renderingKey(this.operation, viewer);
  }

  /** Whether the subscriber has asked for this event and has not had it; permission is another question. */
  wants(event: LoggedEvent): boolean {
    if (this.isClosed || event.position <= this.position) return false;
    return this.conversationId === null || event.conversationId === this.conversationId;
  }

  send(payload: string): void {
    if (this.isClosed) return;
    this.sink.send(payload);
    if (!this.isCatchingUp && this.sink.bytesWaiting() > MAX_BYTES_WAITING) this.cutOff('TOO_SLOW');
  }

  /** Buffers live events while the subscriber still catches up, up to a limit. */
  buffer(events: LoggedEvent[]): void {
    if (this.buffered.length + events.length > MAX_BUFFERED_EVENTS) this.didOverflow = true;
    else this.buffered.push(...events);
  }

  /** Hands out what is buffered, and begins anew. */
  drainBuffer(): LoggedEvent[] {
    const events = this.buffered;
    this.buffered = [];
    return events;
  }

  /** Whether more came than the buffer takes: then it is emptied, and the log has to be read again. */
  resetOverflow(): boolean {
    const didOverflow = this.didOverflow;
    if (didOverflow) this.buffered = [];
    this.didOverflow = false;
    return didOverflow;
  }

  /** Resolves when the client has taken most of what was sent; cuts it off if it takes too long. */
  async drained(): Promise<void> {
    const deadline = performance.now() + MAX_DRAIN_MS;
    while (!this.isClosed && this.sink.bytesWaiting() > DRAINED_BYTES_WAITING) {
      if (performance.now() > deadline) return this.cutOff('TOO_SLOW');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  cutOff(reason: CutOffReason): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.sink.cutOff(reason);
  }
}
