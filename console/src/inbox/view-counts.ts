import { INBOX_COUNTS } from '../graphql/documents';
import { request } from '../graphql/request';
import type { InboxCountsQuery } from '../generated/graphql';
import { Refreshed } from '../parts/state/refreshed';
import type { ViewName } from './views';

export type ViewCounts = InboxCountsQuery['inboxCounts'] & Pick<InboxCountsQuery, 'labels'>;
/** Views whose number says what there is to do. */
export type CountedView = Extract<ViewName, 'mine' | 'unassigned' | 'waiting'>;

/** How many conversations the views have; null until it is known. Counting costs the server more than an event does. */
export function viewCounts(): Refreshed<ViewCounts | null> {
  const read = async (): Promise<ViewCounts> => {
    const { inboxCounts, labels } = await request(INBOX_COUNTS, {});
    return { ...inboxCounts, labels };
  };
  return new Refreshed<ViewCounts | null>(null, read, { soonMs: 1_000, atMostEveryMs: 10_000 });
}

export function isCounted(name: ViewName): name is CountedView {
  return name === 'mine' || name === 'unassigned' || name === 'waiting';
}
