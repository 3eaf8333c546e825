import { Store } from '../parts/state/store';

/** Whether events come: not yet, now, or not any more. */
export type LiveStatus = 'CONNECTING' | 'LIVE' | 'OFFLINE';

export const liveStatus = new Store<LiveStatus>('CONNECTING');
