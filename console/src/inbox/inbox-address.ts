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
}

export function useInboxAddress(viewName: string | undefined, id: string | undefined): InboxAddress {
  const phoneNumberId = new URLSearchParams(useSearch()).get('number');
  const name = isViewName(viewName) ? viewName : 'all';
  return useMemo(() => {
    const conversationId = id ?? null;
    const path = (view: ViewName, chosen: string | null, number: string | null): string =>
      `/inbox/${view}${chosen === null ? '' : `/${chosen}`}${number === null ? '' : `?number=${number}`}`;
    return {
      view: { name, phoneNumberId },
      conversationId,
      of: (chosen) => path(name, chosen, phoneNumberId),
      ofView: (view) => path(view, conversationId, phoneNumberId),
      ofNumber: (number) => path(name, conversationId, number),
    };
  }, [name, id, phoneNumberId]);
}
