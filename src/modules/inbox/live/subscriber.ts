import type { LoggedEvent } from '../../../common/events/event-log.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { InboxStream } from './inbox-stream.js';
import { renderingKey, type Operation } from './rendering/rendering.js';

/** Why a subscriber's socket is closed. Clients reconnect with their last cursor and miss nothing. */
export type CutOffReason = 'TOO_SLOW' | 'OVERLOADED' | 'NOT_ALLOWED' | 'UNAVAILABLE';

/** Sink of a subscriber: how it is reached. */
export interface Sink {
  /** Sends the JSON of execution results, each in UTF-8, in order. */
  send(payloads: readonly Buffer[]): void;
  /** Bytes that the client has not taken yet. */
  bytesWaiting(): number;
  cutOff(reason: CutOffReason): void;
}

/** Who has more than this waiting is given nothing until it has taken that. */
const MAX_BYTES_WAITING = 64 * 1024;
/** What one subscriber is given at once ends with the event that reaches this. */
const MAX_BYTES_AT_ONCE = 128 * 1024;

/** Subscriber: somebody who follows an account or a conversation over a socket. */
export class Subscriber {
  readonly accountId: string;
  readonly conversationId: string | null;
  mustReload: boolean;
  /** Of the last event that was sent, or that is not for this subscriber. */
  position: bigint;
  isClosed = false;
  /** Subscribers with the same key are shown the same, but for the open places. */
  key: string;
  private currentViewer: Viewer;

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

  /** Whether the client has taken so much that it may be given more. */
  get isReady(): boolean {
    return this.bytesWaiting <= MAX_BYTES_WAITING;
  }

  get bytesWaiting(): number {
    return this.sink.bytesWaiting();
  }

  /** Whether the subscriber has asked for this event and has not had it; permission is another question. */
  wants(event: LoggedEvent): boolean {
    if (this.isClosed || event.position <= this.position) return false;
    return this.conversationId === null || event.conversationId === this.conversationId;
  }

  /** Sends what belongs to no position of its own. */
  send(payload: Buffer): void {
    if (!this.isClosed) this.sink.send([payload]);
  }

  /**
   * Sends events in their order, as many as it is given at once, and moves on to the last of them, or to `end` when that were all.
   * Memory stays bounded: at most 192 KB and one event wait for a socket.
   */
  sendEvents(events: readonly { position: bigint; payload: Buffer }[], end: bigint): void {
    if (this.isClosed) return;
    let bytes = 0;
    let count = 0;
    while (count < events.length && bytes < MAX_BYTES_AT_ONCE) {
      bytes += events[count]?.payload.length ?? 0;
      count += 1;
    }
    this.sink.send(events.slice(0, count).map(({ payload }) => payload));
    this.moveTo(count === events.length ? end : (events[count - 1]?.position ?? end));
  }

  /** Never back. */
  moveTo(position: bigint): void {
    if (position > this.position) this.position = position;
  }

  cutOff(reason: CutOffReason): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.sink.cutOff(reason);
  }
}
