import { INBOX_COUNTS } from '../graphql/documents';
import { request } from '../graphql/request';
import type { InboxCountsQuery } from '../generated/graphql';
import { Store } from '../parts/store';
import type { ViewName } from './views';

const SOON_MS = 1_000;
/** Counting costs the server more than an event does. */
const AT_MOST_EVERY_MS = 10_000;

export type Counts = InboxCountsQuery['inboxCounts'];
/** Views whose number says what there is to do. */
export type CountedView = Extract<ViewName, 'mine' | 'unassigned' | 'waiting'>;

/** How many conversations the views have, counted again soon after something changed, and not all the time. */
export class ViewCounts {
  readonly state = new Store<Counts | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private countedAt = -AT_MOST_EVERY_MS;
  private isStopped = false;

  constructor() {
    this.countAgain();
  }

  countAgain(): void {
    if (this.timer !== undefined || this.isStopped) return;
    const wait = Math.max(SOON_MS, this.countedAt + AT_MOST_EVERY_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.countedAt = performance.now();
      request(INBOX_COUNTS, {}).then(
        ({ inboxCounts }) => this.state.set(inboxCounts),
        () => undefined, // counted again with the next event
      );
    }, wait);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }
}

export function isCounted(name: ViewName): name is CountedView {
  return name === 'mine' || name === 'unassigned' || name === 'waiting';
}
