import type { Viewer } from '../../users/domain/viewer.js';

/**
 * Inbox stream: what somebody wants to follow, after permission and cursor have been checked. The live socket hands it to
 * the live feeds, which render each event once for all who may see the same.
 */
export class InboxStream implements AsyncIterable<never> {
  constructor(
    readonly viewer: Viewer,
    readonly accountId: string,
    readonly conversationId: string | null,
    /** The position after which events are wanted. */
    readonly position: bigint,
    /** The cursor was older than the log: the subscriber gets ReloadRequired before anything else. */
    readonly mustReload: boolean,
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<never> {
    throw new Error('Inbox streams are served by the live feeds.');
  }
}

/** Inbox streams that one subscription follows at once, each the log of an account. */
export class InboxStreams implements AsyncIterable<never> {
  constructor(readonly streams: readonly InboxStream[]) {}

  [Symbol.asyncIterator](): AsyncIterator<never> {
    throw new Error('Inbox streams are served by the live feeds.');
  }
}
