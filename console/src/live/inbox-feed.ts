import type { Client } from 'urql';
import { INBOX_EVENTS } from '../graphql/documents';
import type { InboxEventsSubscription } from '../generated/graphql';
import { freshToken } from '../session/session';
import { closeSocket, tokenOfSocket, TOO_MANY } from './socket';
import { liveStatus } from './live-status';

export type LiveEvent = InboxEventsSubscription['inboxEvents'];

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const TOO_MANY_SOCKETS_PAUSE_MS = 15_000;
const NOT_SIGNED_IN = [4401, 4403];

/**
 * Follows the events of the accounts, each from its cursor on, and after every break from the last cursor that came: nothing is lost
 * and nothing comes twice. Ends with `stop`.
 */
export class InboxFeed {
  private readonly stops = new Set<() => void>();
  private isStopped = false;

  constructor(
    private readonly client: Client,
    cursors: ReadonlyMap<string, string>,
    private readonly onEvent: (event: LiveEvent) => void,
  ) {
    liveStatus.set('CONNECTING');
    for (const [accountId, cursor] of cursors) void this.follow(accountId, cursor);
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
  }

  stop(): void {
    this.isStopped = true;
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    for (const stop of [...this.stops]) stop();
    this.hurry();
    closeSocket();
    liveStatus.set('CONNECTING');
  }

  private async follow(accountId: string, firstCursor: string): Promise<void> {
    let after = firstCursor;
    let pause = FIRST_PAUSE_MS;
    while (!this.isStopped) {
      const code = await this.untilItBreaks(accountId, after, (event) => {
        after = event.cursor;
        pause = FIRST_PAUSE_MS;
        this.onEvent(event);
      });
      if (this.isStopped) return;
      if (NOT_SIGNED_IN.includes(code)) await freshToken(tokenOfSocket()).catch(() => null);
      await this.rest(code === TOO_MANY ? TOO_MANY_SOCKETS_PAUSE_MS : pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  /** @returns the close code; 0: something else */
  private async untilItBreaks(accountId: string, after: string, onEvent: (event: LiveEvent) => void): Promise<number> {
    return new Promise((resolve) => {
      const end = (code: number): void => {
        this.stops.delete(stop);
        // What breaks before the subscription is returned ends it when it is.
        queueMicrotask(() => following.unsubscribe());
        resolve(code);
      };
      const stop = (): void => end(0);
      this.stops.add(stop);
      const following = this.client.subscription(INBOX_EVENTS, { accountId, after }).subscribe(({ data, error }) => {
        if (data != null) onEvent(data.inboxEvents);
        if (error !== undefined) end(closeCodeOf(error.networkError));
      });
    });
  }

  private readonly wakers = new Set<() => void>();

  private async rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.wakers.add(wake);
    });
  }

  private readonly hurry = (): void => {
    if (!document.hidden || this.isStopped) for (const wake of [...this.wakers]) wake();
  };
}

function closeCodeOf(error: unknown): number {
  return typeof (error as { code?: unknown } | undefined)?.code === 'number' ? (error as { code: number }).code : 0;
}
