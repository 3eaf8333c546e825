import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const CONTROLS = 'button, a[href], input, select, textarea';

/**
 * Keeps the focus in a group of controls: where the one that was pressed is gone, such as Close once a conversation is closed,
 * the focus goes to what stands in its place. Whoever has a keyboard alone would have to begin at the top of the page.
 */
export function useKeptFocus<Group extends HTMLElement>(): RefObject<Group | null> {
  const group = useRef<Group>(null);
  const last = useRef<{ control: Element; place: number } | null>(null);
  useEffect(() => {
    const element = group.current;
    if (element === null) return;
    const enter = ({ target }: FocusEvent): void => {
      const control = target as Element;
      last.current = { control, place: controlsIn(element).indexOf(control as HTMLElement) };
    };
    // What is taken away is left as well: only who goes on by themselves is let go.
    const leave = ({ target }: FocusEvent): void =>
      queueMicrotask(() => {
        if ((target as Element).isConnected && last.current?.control === target) last.current = null;
      });
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
    };
  }, []);
  useLayoutEffect(() => {
    if (last.current === null || last.current.control.isConnected || group.current === null) return;
    const { place } = last.current;
    last.current = null;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const controls = controlsIn(group.current);
    controls[Math.min(Math.max(place, 0), controls.length - 1)]?.focus({ preventScroll: true });
  });
  return group;
}

function controlsIn(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(CONTROLS)];
}
