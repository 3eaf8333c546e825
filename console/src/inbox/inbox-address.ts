import { useMemo } from 'react';
import { useSearch } from 'wouter';
import { isViewName, type View, type ViewName } from './views';

/** What the inbox shows, as its address says it: reload, back and links keep it. */
export interface InboxAddress {
  view: View;
  conversationId: string | null;
  /** Of a conversation in the same view; null: of the view alone. */
  of: (conversationId: string | null) => string;
  ofView: (name: ViewName) => string;
  ofNumber: (phoneNumberId: string | null) => string;
  ofLabel: (labelId: string | null) => string;
}

/** Part of the address: what is looked for when the inbox opens. */
const FIND = 'find';

/** The inbox, looking for this among people and messages. */
export function pathToFind(text: string): string {
  return `/inbox/all?${new URLSearchParams({ [FIND]: text }).toString()}`;
}

/** What the address says to look for; null where it says nothing. */
export function useWhatToFind(): string | null {
  return new URLSearchParams(useSearch()).get(FIND);
}

export function useInboxAddress(viewName: string | undefined, id: string | undefined): InboxAddress {
  const search = new URLSearchParams(useSearch());
  const [phoneNumberId, labelId] = [search.get('number'), search.get('label')];
  const name = isViewName(viewName) ? viewName : 'all';
  return useMemo(() => {
    const conversationId = id ?? null;
    const path = (to: Partial<View>, chosen: string | null): string => {
      const view = { name, phoneNumberId, labelId, ...to };
      const asked = new URLSearchParams({
        ...(view.phoneNumberId === null ? {} : { number: view.phoneNumberId }),
        ...(view.labelId === null ? {} : { label: view.labelId }),
      }).toString();
      return `/inbox/${view.name}${chosen === null ? '' : `/${chosen}`}${asked === '' ? '' : `?${asked}`}`;
    };
    return {
      view: { name, phoneNumberId, labelId },
      conversationId,
      of: (chosen) => path({}, chosen),
      ofView: (view) => path({ name: view }, conversationId),
      ofNumber: (number) => path({ phoneNumberId: number }, conversationId),
      ofLabel: (label) => path({ labelId: label }, conversationId),
    };
  }, [name, id, phoneNumberId, labelId]);
}
