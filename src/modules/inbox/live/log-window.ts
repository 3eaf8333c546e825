import type { EventLog, LoggedEvent } from '../../../common/events/event-log.js';

export const PAGE_SIZE = 200;
const MAX_PAGES = 20;

/** Piece of the log without gaps: all events after one position up to that of the last. */
interface LogPage {
  after: bigint;
  events: LoggedEvent[];
}

/**
 * Log window of one account: the pages of its log that were read last. What it holds never changes, since a later position is never seen
 * before an earlier one, so that subscribers who read the same part share one statement.
 */
export class LogWindow {
  /** Those used last at the end. */
  private pages: LogPage[] = [];

  constructor(
    private readonly accountId: string,
    private readonly log: EventLog,
  ) {}

  /** Those that are in memory; null where they are not. */
  known(position: bigint): LoggedEvent[] | null {
    const page = this.pages.find(({ after, events }) => after <= position && position < lastOf(events));
    if (page === undefined) return null;
    this.pages = [...this.pages.filter((other) => other !== page), page];
    return page.after === position ? page.events : page.events.filter((event) => event.position > position);
  }

  /** Reads a page from the log, as it is now. */
  async read(position: bigint): Promise<LoggedEvent[]> {
    const events = await this.log.readAfter(this.accountId, position, PAGE_SIZE);
    this.keep({ after: position, events });
    return events;
  }

  /** Small pages that follow each other become one. */
  private keep(page: LogPage): void {
    if (page.events.length === 0) return;
    const before = this.pages.find(({ events }) => lastOf(events) === page.after);
    if (before !== undefined && before.events.length + page.events.length <= PAGE_SIZE) {
      before.events = [...before.events, ...page.events];
      return;
    }
    this.pages = [...this.pages, page].slice(-MAX_PAGES);
  }
}

function lastOf(events: readonly LoggedEvent[]): bigint {
  return events.at(-1)?.position ?? 0n;
}
