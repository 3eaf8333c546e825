import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';

/** From the end, in which somebody counts as reading the end. */
const NEAR_END_PX = 80;
const NEAR_BEGINNING_PX = 600;

interface Anchor {
  id: string;
  offset: number;
}

interface Edges {
  /** Whether what is shown ends where the chat does. */
  isEnd: boolean;
  onNearBeginning: () => void;
  onNearEnd: () => void;
}

/**
 * Scrolling of a chat: at the end it stays at the end, whatever grows; anywhere else the message that is being read stays where it is,
 * whatever comes above or below it.
 */
export function useChatScroll(count: number, { isEnd, onNearBeginning, onNearEnd }: Edges) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const isAtEndNow = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);

  const settle = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    if (isAtEndNow.current) element.scrollTop = element.scrollHeight;
    else if (anchor.current !== null) {
      const message = elementOf(element, anchor.current.id);
      if (message !== null) element.scrollTop += offsetOf(element, message) - anchor.current.offset;
    }
  }, []);

  useLayoutEffect(() => settle(), [settle, count]);
  useLayoutEffect(() => {
    // Pictures load, texts wrap anew: whatever changes the height.
    const observer = new ResizeObserver(settle);
    if (content.current !== null) observer.observe(content.current);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [settle]);

  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    isAtEndNow.current = isEnd && below < NEAR_END_PX;
    anchor.current = firstVisible(element);
    setAtEnd(isAtEndNow.current);
    if (element.scrollTop < NEAR_BEGINNING_PX) onNearBeginning();
    if (!isEnd && below < NEAR_BEGINNING_PX) onNearEnd();
  };

  const jumps = useMemo(
    () => ({
      toEnd: (): void => {
        isAtEndNow.current = true;
        settle();
      },
      showMessage: (id: string): boolean => {
        const element = scroller.current;
        const message = element === null ? null : elementOf(element, id);
        if (element === null || message === null) return false;
        isAtEndNow.current = false;
        message.scrollIntoView({ block: 'center' });
        anchor.current = { id, offset: offsetOf(element, message) };
        return true;
      },
    }),
    [settle],
  );
  return { scroller, content, isAtEnd, onScroll, ...jumps };
}

function firstVisible(scroller: HTMLElement): Anchor | null {
  const top = scroller.getBoundingClientRect().top;
  for (const message of scroller.querySelectorAll<HTMLElement>('[data-message]'))
    if (message.getBoundingClientRect().bottom > top)
      return { id: message.dataset.message ?? '', offset: offsetOf(scroller, message) };
  return null;
}

function offsetOf(scroller: HTMLElement, message: HTMLElement): number {
  return message.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

function elementOf(scroller: HTMLElement, id: string): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
}
