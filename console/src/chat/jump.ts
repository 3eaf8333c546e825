import { useCallback, useEffect, useState } from 'react';
import { useText } from '../language/text';
import { useTell } from '../parts/tell';
import type { ChatStore } from './chat-store';

const SHOWN_FOR_MS = 2_500;
/** The second is the router's. */
const ADDRESS_CHANGES = ['hashchange', 'pushState'];

/** To a quoted message, or to the one that the address names after its #, which a search has found. */
export function useJump(chat: ChatStore, showMessage: (id: string) => boolean) {
  const t = useText();
  const tell = useTell();
  const [foundId, setFoundId] = useState<string | null>(null);
  const to = useCallback(
    async (id: string): Promise<void> => {
      const isThere = await chat.showAround(id);
      requestAnimationFrame(() => {
        if (isThere && showMessage(id)) setFoundId(id);
        else tell.done(t('chat.tooFarBack'));
      });
    },
    [chat, showMessage, t, tell],
  );
  useEffect(() => {
    if (foundId === null) return;
    const timer = setTimeout(() => setFoundId(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [foundId]);
  const isReady = useFirstPage(chat);
  useEffect(() => {
    const go = (): void => {
      const id = location.hash.slice(1);
      if (isReady && id !== '') void to(id);
    };
    go();
    for (const kind of ADDRESS_CHANGES) addEventListener(kind, go);
    return () => {
      for (const kind of ADDRESS_CHANGES) removeEventListener(kind, go);
    };
  }, [isReady, to]);
  return { foundId, to: useCallback((id: string) => void to(id), [to]) };
}

function useFirstPage(chat: ChatStore): boolean {
  const [isReady, setReady] = useState(() => chat.state.get().messages.length > 0);
  useEffect(
    () =>
      chat.state.subscribe(() => {
        if (chat.state.get().messages.length > 0) setReady(true);
      }),
    [chat],
  );
  return isReady;
}
