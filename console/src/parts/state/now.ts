import { Store, useStore } from './store';

const EVERY_MS = 15_000;
const now = new Store(Date.now());

setInterval(() => now.set(Date.now()), EVERY_MS);
addEventListener('visibilitychange', () => now.set(Date.now()));

/** The time, to a quarter of a minute: for countdowns and for days that end while the page is open. */
export function useNow(): number {
  return useStore(now);
}
