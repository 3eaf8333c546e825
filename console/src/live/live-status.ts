import { Store } from '../parts/state/store';

/** Whether events come: not yet, now, or not any more. */
export type LiveStatus = 'CONNECTING' | 'LIVE' | 'OFFLINE';

/** What a person can do about being offline; null: nothing but wait. */
export type LiveTrouble = 'TOO_MANY' | null;

export const liveTrouble = new Store<LiveTrouble>(null);
export const liveStatus = new Store<LiveStatus>('CONNECTING');
