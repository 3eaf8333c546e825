import type { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { pageCountOf, withCount, type CountedPage } from '../../common/graphql/pagination/counted-connection.js';
import { decodeParts, encodeParts, foreignCursor } from '../../common/graphql/pagination/cursor.js';
import { isPresent, pageOf } from '../../common/graphql/pagination/page-of.js';
import type { SkippedEntry } from './broadcast.entity.js';
import type { SkippedRecipient } from './schema/broadcast.types.js';

const ORDER = 'skipped';

/**
 * Page of the recipients who were left out, in the order of the list.
 * @throws DomainError (INVALID_FORMAT) on a cursor that is none of such a list
 */
export function pageOfSkipped(entries: readonly SkippedEntry[], page: ForwardPageArgs): CountedPage<SkippedRecipient> {
  const after = isPresent(page.after) ? placeOf(page.after) : -1;
  const following = entries.filter(({ index }) => index > after).sort((one, other) => one.index - other.index);
  const found = pageOf(following.map(asSkippedRecipient), page, ({ index }) => encodeParts([ORDER, index]));
  return withCount(found, () => Promise.resolve(pageCountOf(entries.length)));
}

export function asSkippedRecipient({ problems, ...entry }: SkippedEntry): SkippedRecipient {
  return { ...entry, errors: problems };
}

function placeOf(cursor: string): number {
  const [order, index] = decodeParts(cursor);
  if (order !== ORDER || !Number.isInteger(index)) throw foreignCursor('after');
  return Number(index);
}
