import { useEffect } from 'react';
import { beginningOfPage, isLost, isReachable, partOf, placeOf, standsInFor, type FocusPlace } from './focus-places';

/** Parts of the page whose latest place is remembered, such as that of the button which opened a dialog. */
const MANY_PARTS = 12;

/**
 * Keeps the focus on the page, wherever a control goes away or is disabled that has it, such as Close when a conversation is closed:
 * it goes to what stands in its place, or to where the person was before, or to the beginning of a page that is new. Whoever has a
 * keyboard alone would begin at the top of everything. What manages the focus by itself is marked `data-own-focus`.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const keeper = new FocusKeeper();
    return () => keeper.stop();
  }, []);
}

class FocusKeeper {
  /** By part, the latest last. */
  private readonly places = new Map<Element | null, FocusPlace>();
  /** Who has the focus, or had it until it was lost; null: whoever is there has left it. */
  private current: FocusPlace | null = null;
  private frame: number | null = null;
  private readonly observer = new MutationObserver(() => this.look());

  constructor() {
    document.addEventListener('focusin', this.enter);
    document.addEventListener('focusout', this.leave);
    // Also when a dialog gives back what is behind it, which it does after it has gone.
    const attributeFilter = ['disabled', 'hidden', 'inert', 'aria-hidden'];
    this.observer.observe(document.body, { subtree: true, childList: true, attributeFilter });
    if (document.activeElement !== null && document.activeElement !== document.body)
      this.remember(document.activeElement);
  }

  stop(): void {
    document.removeEventListener('focusin', this.enter);
    document.removeEventListener('focusout', this.leave);
    this.observer.disconnect();
    if (this.frame !== null) cancelAnimationFrame(this.frame);
  }

  private readonly enter = ({ target }: FocusEvent): void => this.remember(target as Element);

  private remember(control: Element): void {
    const part = partOf(control);
    this.current = placeOf(control);
    this.places.delete(part);
    this.places.set(part, this.current);
    for (const [each] of this.places) if (this.places.size > MANY_PARTS) this.places.delete(each);
  }

  /** Who clicks beside everything wants the focus nowhere; what is taken away is left as well, and does not. */
  private readonly leave = ({ target, relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return;
    queueMicrotask(() => {
      const isLeft = this.current?.control === target && document.activeElement !== target;
      if (isLeft && !isLost(target as Element)) this.current = null;
    });
  };

  /** One frame later: whatever keeps the focus by itself, such as a dialog that is closed, has done so by then. */
  private look(): void {
    if (this.current === null || this.frame !== null || !isLost(this.current.control)) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.keep();
    });
  }

  private keep(): void {
    const { current } = this;
    const active = document.activeElement;
    if (current === null || !isLost(current.control)) return;
    if (active !== null && active !== document.body && active !== current.control) return;
    if (current.within.some((element) => element.isConnected && element.hasAttribute('data-own-focus'))) return;
    this.next(current)?.focus();
  }

  private next(lost: FocusPlace): HTMLElement | null {
    if (lost.path !== location.pathname) return beginningOfPage();
    for (const place of [...this.places.values()].reverse()) {
      if (isReachable(place.control)) return place.control as HTMLElement;
      const found = standsInFor(place);
      if (found !== null) return found;
    }
    return beginningOfPage();
  }
}
