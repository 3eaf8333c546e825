import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useErrorText } from '../language/error-text';
import { useText } from '../language/text';
import { SearchFurther } from '../parts/page/SearchFurther';
import { useStore } from '../parts/state/store';
import type { ConversationList } from './conversation-list';
import { ConversationRow } from './ConversationRow';
import type { InboxAddress } from './inbox-address';
import css from './Inbox.module.css';

const ROW_PX = 76;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

interface Props {
  list: ConversationList;
  address: InboxAddress;
  label: string;
  /** Below the rows, as the messages that a search has found. */
  after?: React.ReactNode;
}

/** Rows of a list of any length. Arrow keys, Home and End go through it, Enter opens; scroll and focus stay when rows move. */
export function ConversationListView({ list, address, label, after }: Props) {
  const t = useText();
  const errorText = useErrorText();
  const { ids, hasMore, isComplete, isLoading, failure } = useStore(list.state);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (failure === null && hasMore && isComplete && !isLoading && last + AHEAD >= ids.length) void list.loadMore();
  }, [list, failure, hasMore, isComplete, isLoading, last, ids.length]);
  useStaysInPlace(scroller, ids);
  const focus = useRowFocus(scroller, ids, (index) => rows.scrollToIndex(index));

  const onKeyDown = (event: KeyboardEvent): void => {
    const current = focus.indexOf(event.target);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (current < 0 || next === undefined) return;
    event.preventDefault();
    focus.move(Math.max(0, Math.min(next, ids.length - 1)));
  };
  // One row is in the order of Tab: the chosen one where it is drawn, or else the first that is.
  const chosen = shown.find(({ key }) => key === address.conversationId) ?? shown[0];
  // What was typed is refused in the same words by what stands below.
  const isSaidBelow = after !== undefined && failure?.isTransient === false;
  return (
    <div ref={scroller} className={css.list} onKeyDown={onKeyDown} onFocus={focus.remember} onBlur={focus.forget}>
      {ids.length > 0 && (
        <ul
          data-own-focus
          aria-label={label}
          aria-busy={isLoading}
          style={{ blockSize: rows.getTotalSize(), position: 'relative' }}
        >
          {shown.map(({ key, index, start }) => (
            <li
              key={key}
              className={css.place}
              style={{ blockSize: ROW_PX, transform: `translateY(${start}px)` }}
              aria-setsize={hasMore ? -1 : ids.length}
              aria-posinset={index + 1}
            >
              <ConversationRow
                id={String(key)}
                href={address.of(String(key))}
                isChosen={key === address.conversationId}
                isTabStop={key === chosen?.key}
              />
            </li>
          ))}
        </ul>
      )}
      {hasMore && !isComplete && <SearchFurther isLoading={isLoading} onMore={() => void list.loadMore()} />}
      {after}
      <div role="status" className={css.status}>
        {isLoading && ids.length === 0 && <span className="spinner" aria-label={t('app.loading')} role="img" />}
        {!isLoading && !hasMore && ids.length === 0 && failure === null && after === undefined && t('inbox.empty')}
        {failure !== null && !isSaidBelow && (
          <>
            {errorText(failure)}
            <button type="button" className="button small" onClick={() => void retry(list)}>
              {t('app.again')}
            </button>
          </>
        )}
      </div>
    </div>
  );
}

async function retry(list: ConversationList): Promise<void> {
  await (list.state.get().ids.length === 0 ? list.reload() : list.loadMore());
}

/** While somebody reads further down, what moves up above them does not push the rows away under their eyes. */
function useStaysInPlace(scroller: RefObject<HTMLDivElement | null>, ids: readonly string[]): void {
  const before = useRef(ids);
  useLayoutEffect(() => {
    const element = scroller.current;
    const formerly = before.current;
    before.current = ids;
    if (element === null || formerly === ids || element.scrollTop < ROW_PX) return;
    const index = Math.floor(element.scrollTop / ROW_PX);
    const anchor = formerly.slice(index).find((id) => ids.includes(id));
    if (anchor === undefined) return;
    element.scrollTop += (ids.indexOf(anchor) - formerly.indexOf(anchor)) * ROW_PX;
  }, [scroller, ids]);
}

/** Focus by row, because an element that is moved in the document loses it; where the row goes, it stays at its place in the list. */
function useRowFocus(
  scroller: RefObject<HTMLDivElement | null>,
  ids: readonly string[],
  scrollTo: (index: number) => void,
) {
  const focused = useRef<string | null>(null);
  const place = useRef(0);
  const rowOf = (id: string): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`) ?? null;
  useLayoutEffect(() => {
    if (focused.current === null) return;
    const index = ids.indexOf(focused.current);
    if (index >= 0) place.current = index;
    if (document.activeElement !== document.body) return;
    focused.current = ids[Math.min(place.current, ids.length - 1)] ?? null;
    if (focused.current !== null) rowOf(focused.current)?.focus({ preventScroll: true });
  });
  return {
    indexOf: (target: EventTarget): number =>
      ids.indexOf((target as Element).closest('[data-conversation]')?.getAttribute('data-conversation') ?? ''),
    move: (index: number): void => {
      const id = ids[index];
      if (id === undefined) return;
      focused.current = id;
      scrollTo(index);
      requestAnimationFrame(() => rowOf(id)?.focus({ preventScroll: true }));
    },
    remember: (event: React.FocusEvent): void => {
      focused.current = event.target.closest('[data-conversation]')?.getAttribute('data-conversation') ?? null;
    },
    forget: (event: React.FocusEvent): void => {
      if (event.relatedTarget !== null) focused.current = null;
    },
  };
}
