import type { SimState } from '../../../../src/simulator/control-api';
import { Store } from '../../../src/parts/state/store';
import { control } from './control';

/** What the simulated Meta knows; null until it has been read. `readAt`: by this browser's clock. */
export const world = new Store<(SimState & { readAt: number }) | null>(null);
/** Whether changes arrive. */
export const isLive = new Store(true);

const AGAIN_AFTER_MS = 2_000;
/** The simulator lets itself be heard every 15 s, also when nothing changes. */
const SILENT_AFTER_MS = 40_000;

/** Keeps the state as it is: told of every change, it reads anew, once at a time. @returns ends it */
export function followWorld(): () => void {
  let events: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let isReading = false;
  let isStale = false;
  let isOver = false;

  const read = async (): Promise<void> => {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale && !isOver) {
      isStale = false;
      const state = await control.state().catch(() => null);
      if (state !== null) world.set({ ...state, readAt: Date.now() });
      isLive.set(state !== null);
    }
    isReading = false;
  };
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_AFTER_MS);
  };
  const connect = (): void => {
    disconnect();
    events = new EventSource('sim/events');
    events.addEventListener('changed', () => {
      heard();
      void read();
    });
    events.addEventListener('still', heard);
    events.addEventListener('error', lost);
    heard();
  };
  const disconnect = (): void => {
    clearTimeout(again);
    clearTimeout(silence);
    events?.close();
  };
  const lost = (): void => {
    disconnect();
    isLive.set(false);
    again = setTimeout(connect, AGAIN_AFTER_MS);
  };
  addEventListener('offline', lost);
  connect();
  return () => {
    isOver = true;
    removeEventListener('offline', lost);
    disconnect();
  };
}
