import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { DEFAULT_PAGE_SIZE, type Page, type PageArgs } from './connection.js';
import { encodeCursor, requirePlace, type SortValue } from './cursor.js';

export interface Keyset<T> {
  /** The column to sort by, as `alias.property`, and its value in a row. */
  sort: string;
  valueOf: (row: T) => SortValue;
  /** The column that decides between equal values, as `alias.property`. */
  id: string;
  direction: 'ASC' | 'DESC';
}

/**
 * One page of what `query` selects, by keyset: rows after (or before) the last one seen, however many came or went
 * meanwhile.
 * @throws DomainError (INVALID_FORMAT) on a cursor that is none of ours
 */
export async function paginate<T extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<T>,
  { first, after, last, before }: PageArgs,
  { sort, valueOf, id, direction }: Keyset<T>,
): Promise<Page<T>> {
  const isBackward = last !== undefined && last !== null;
  const size = (isBackward ? last : first) ?? DEFAULT_PAGE_SIZE;
  const beyond = direction === 'ASC' ? '>' : '<';
  const back = direction === 'ASC' ? '<' : '>';
  if (isPresent(after)) addBound(query, 'after', after, beyond, sort, id);
  if (isPresent(before)) addBound(query, 'before', before, back, sort, id);

  const order = isBackward === (direction === 'ASC') ? 'DESC' : 'ASC';
  const rows = await query
    .orderBy(sort, order)
    .addOrderBy(id, order)
    .take(size + 1)
    .getMany();
  const hasMore = rows.length > size;
  const nodes = rows.slice(0, size);
  if (isBackward) nodes.reverse();
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(valueOf(node), node.id) }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: isBackward ? isPresent(before) : hasMore,
      hasPreviousPage: isBackward ? hasMore : isPresent(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function addBound(
  query: SelectQueryBuilder<ObjectLiteral>,
  argument: string,
  cursor: string,
  comparison: string,
  sort: string,
  id: string,
): void {
  const [value, idValue] = requirePlace(cursor, kindOf(query, sort), argument);
  query.andWhere(`(${sort}, ${id}) ${comparison} (:${argument}Value, :${argument}Id)`, {
    [`${argument}Value`]: value,
    [`${argument}Id`]: idValue,
  });
}

/** By what kind of column a list is sorted: a cursor of another kind would not be comparable. */
function kindOf(query: SelectQueryBuilder<ObjectLiteral>, sort: string): 'time' | 'text' | 'id' {
  const property = sort.slice(sort.indexOf('.') + 1);
  const type = query.expressionMap.mainAlias?.metadata.findColumnWithPropertyName(property)?.type;
  if (type === 'uuid') return 'id';
  return type === 'timestamptz' ? 'time' : 'text';
}

function isPresent(cursor: string | null | undefined): cursor is string {
  return cursor !== null && cursor !== undefined;
}
