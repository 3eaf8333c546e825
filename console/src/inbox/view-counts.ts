import { INBOX_COUNTS } from '../graphql/documents';
import { request } from '../graphql/request';
import type { InboxCountsQuery } from '../generated/graphql';
import { Refreshed } from '../parts/state/refreshed';
import type { Store } from '../parts/state/store';
import type { ViewName } from './views';

export type ViewCounts = InboxCountsQuery['inboxCounts'] &
  Pick<InboxCountsQuery, 'labels'> & {
    numbers: NonNullable<InboxCountsQuery['accounts']>[number]['phoneNumbers'];
    /** Of which number the views are counted; null: of all. */
    phoneNumberId: string | null;
  };
/** Views whose number says what there is to do. */
export type CountedView = Extract<ViewName, 'mine' | 'unassigned' | 'waiting'>;

/** How many conversations the views have, of all numbers or of a chosen one, and where there is more than one number, each of them; null until it is known. Counting costs the server more than an event does. */
export class InboxViewCounts {
  private phoneNumberId: string | null = null;
  private readonly counts: Refreshed<ViewCounts | null>;

  constructor(private readonly byNumber: boolean) {
    this.counts = new Refreshed<ViewCounts | null>(null, () => this.read(), { soonMs: 1_000, atMostEveryMs: 10_000 });
  }

  get state(): Store<ViewCounts | null> {
    return this.counts.state;
  }

  /** From now on of this number; null: of all. */
  ofNumber(phoneNumberId: string | null): void {
    if (phoneNumberId === this.phoneNumberId) return;
    this.phoneNumberId = phoneNumberId;
    this.counts.refreshNow();
  }

  refresh(): void {
    this.counts.refresh();
  }

  stop(): void {
    this.counts.stop();
  }

  private async read(): Promise<ViewCounts> {
    const { phoneNumberId, byNumber } = this;
    const { inboxCounts, labels, accounts } = await request(INBOX_COUNTS, { byNumber, phoneNumberId });
    const numbers = accounts?.flatMap(({ phoneNumbers }) => phoneNumbers) ?? [];
    return { ...inboxCounts, labels, numbers, phoneNumberId };
  }
}

export function isCounted(name: ViewName): name is CountedView {
  return name === 'mine' || name === 'unassigned' || name === 'waiting';
}
