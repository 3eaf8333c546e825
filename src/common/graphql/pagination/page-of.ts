import { DEFAULT_PAGE_SIZE, type Edge, type Page, type PageArgs } from './connection.js';

/** How a page is read: how many rows, and from which end. */
export interface PageExtent {
  size: number;
  /** Counted from the end: rows come in the opposite order of the list. */
  isBackward: boolean;
}

export function extentOf({ first, last }: PageArgs): PageExtent {
  const isBackward = last !== undefined && last !== null;
  return { size: (isBackward ? last : first) ?? DEFAULT_PAGE_SIZE, isBackward };
}

/** Page of rows as they were read: one more than the page has, where there are more. */
export function pageOf<T>(rows: readonly T[], args: PageArgs, cursorOf: (row: T) => string): Page<T> {
  const { size, isBackward } = extentOf(args);
  const hasMore = rows.length > size;
  const nodes = rows.slice(0, size);
  if (isBackward) nodes.reverse();
  const cursorAt = (row: T | undefined): string | null => (row === undefined ? null : cursorOf(row));
  return {
    nodes,
    // Most ask for nodes alone.
    get edges(): Edge<T>[] {
      return nodes.map((node) => ({ node, cursor: cursorOf(node) }));
    },
    pageInfo: {
      hasNextPage: isBackward ? isPresent(args.before) : hasMore,
      hasPreviousPage: isBackward ? hasMore : isPresent(args.after),
      startCursor: cursorAt(nodes[0]),
      endCursor: cursorAt(nodes.at(-1)),
    },
  };
}

export function isPresent(cursor: string | null | undefined): cursor is string {
  return cursor !== null && cursor !== undefined;
}
