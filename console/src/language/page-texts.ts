import type { ComponentType } from 'react';
import { lazily } from '../parts/lazily';
import { Store } from '../parts/state/store';

/** Whether a page is shown, or is about to be, that says more than the first view. */
export const pagesAreWanted = new Store(false);

let tellThatTheyAreThere: () => void;
let tellThatTheyAreNot: (error: unknown) => void;
const arrival = new Promise<void>((resolve, reject) => {
  tellThatTheyAreThere = resolve;
  tellThatTheyAreNot = reject;
});
arrival.catch(() => undefined); // whoever waits is told

/** A page that is loaded when it is shown, its texts with it. */
export function page<Props = object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazily(async () => {
    pagesAreWanted.set(true);
    const [loaded] = await Promise.all([load(), arrival]);
    return loaded;
  });
}

/** To be called when the texts of pages are there, or cannot be loaded; what comes after the first call counts no more. */
export function recordPageTexts(error?: unknown): void {
  if (error === undefined) tellThatTheyAreThere();
  else tellThatTheyAreNot(error);
}
