import { DEFAULT_PAGE_SIZE, type ForwardPageArgs, type Page } from '../graphql/pagination/connection.js';
import { encodeCursor, requirePlace } from '../graphql/pagination/cursor.js';
import type { Place, SearchOutcome } from './recency-search.js';

/** Page of a search. Where it is not complete, its end cursor says where the search goes on. */
export interface SearchPage<T> extends Page<T> {
  isComplete: boolean;
}

/** How many entries a page is to have. */
export function sizeOf({ first }: ForwardPageArgs): number {
  return first ?? DEFAULT_PAGE_SIZE;
}

/** @throws DomainError (INVALID_FORMAT) on a cursor that is none of a list that is sorted by time */
export function placeOf(after: string | null | undefined): Place | null {
  if (after === null || after === undefined) return null;
  const [at, id] = requirePlace(after, 'time', 'after');
  return { at: at as Date, id };
}

/** The page of what was found; `byIds` reads the entries, in order (null: gone meanwhile). */
export async function pageOfSearch<T>(
  { found, hasMore, isComplete, stoppedAt }: SearchOutcome,
  { after }: ForwardPageArgs,
  byIds: (ids: readonly string[]) => Promise<(T | null)[]>,
): Promise<SearchPage<T>> {
  const nodes = found.length === 0 ? [] : await byIds(found.map(({ id }) => id));
  const edges = found.flatMap((place, index) => {
    const node = nodes[index];
    return node == null ? [] : [{ node, cursor: cursorOf(place) }];
  });
  const lastFound = found.at(-1);
  const end = isComplete ? (lastFound === undefined ? null : cursorOf(lastFound)) : endOf(stoppedAt, after);
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

function cursorOf({ at, id }: Place): string {
  return encodeCursor(at, id);
}

/** Where no step ended in time, the page begins again where it began. */
function endOf(stoppedAt: Place | null, after: string | null | undefined): string | null {
  return stoppedAt === null ? (after ?? null) : cursorOf(stoppedAt);
}
