import { useSyncExternalStore } from 'react';

export const VIEWS = ['customers', 'templates', 'webhooks', 'faults'] as const;
export type View = (typeof VIEWS)[number];

/** What is looked at, by the address: on narrow screens that alone, on wide ones beside the customers. */
export function useView(): View {
  return useSyncExternalStore(followAddress, viewOfAddress);
}

function followAddress(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function viewOfAddress(): View {
  return VIEWS.find((view) => location.hash === `#${view}`) ?? 'customers';
}
