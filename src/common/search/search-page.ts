import { DEFAULT_PAGE_SIZE, type ForwardPageArgs, type Page } from '../graphql/pagination/connection.js';
import { decodeCursor, encodeCursor, foreignCursor } from '../graphql/pagination/cursor.js';
import type { Place, SearchOutcome } from './recency-search.js';

/** Page of a search. Where it is not complete, its end cursor says where the search goes on. */
export interface SearchPage<T> extends Page<T> {
  isComplete: boolean;
}

/** How many entries a page is to have. */
export function sizeOf({ first }: ForwardPageArgs): number {
  return first ?? DEFAULT_PAGE_SIZE;
}

/** @throws DomainError (INVALID_FORMAT) on a cursor that is none of the list of this order, which is sorted by time */
export function placeOf(after: string | null | undefined, order: string): Place | null {
  if (after === null || after === undefined) return null;
  const [at, id] = decodeCursor(after, 'time', order) ?? [];
  if (at instanceof Date && id !== undefined) return { at, id };
  throw foreignCursor('after');
}

/** The page of what was found, with cursors of the list's order; `byIds` reads the entries, in order (null: gone meanwhile). */
export async function pageOfSearch<T>(
  { found, hasMore, isComplete, stoppedAt }: SearchOutcome,
  { after }: ForwardPageArgs,
  order: string,
  byIds: (ids: readonly string[]) => Promise<(T | null)[]>,
): Promise<SearchPage<T>> {
  const nodes = found.length === 0 ? [] : await byIds(found.map(({ id }) => id));
  const edges = found.flatMap((place, index) => {
    const node = nodes[index];
    return node == null ? [] : [{ node, cursor: cursorOf(place, order) }];
  });
  const lastFound = found.at(-1);
  const end = isComplete
    ? lastFound === undefined
      ? null
      : cursorOf(lastFound, order)
    : endOf(stoppedAt, after, order);
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: end,
    },
    isComplete,
  };
}

function cursorOf({ at, id }: Place, order: string): string {
  return encodeCursor(at, id, order);
}

/** Where no step ended in time, the page begins again where it began. */
function endOf(stoppedAt: Place | null, after: string | null | undefined, order: string): string | null {
  return stoppedAt === null ? (after ?? null) : cursorOf(stoppedAt, order);
}
