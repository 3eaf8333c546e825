import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Page, PageArgs } from './connection.js';
import { MAX_COUNTED, pageCountOf, withCount, type CountedPage, type PageCount } from './counted-connection.js';
import { decodeCursor, encodeCursor, foreignCursor, type SortValue } from './cursor.js';
import { extentOf, isPresent, pageOf } from './page-of.js';

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
 * @throws DomainError (INVALID_FORMAT) on a cursor that is none of ours, or of a list in another order
 */
export async function paginate<T extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<T>,
  args: PageArgs,
  keyset: Keyset<T>,
): Promise<Page<T>> {
  const { sort, valueOf, id, direction } = keyset;
  const { size, isBackward } = extentOf(args);
  const beyond = direction === 'ASC' ? '>' : '<';
  const back = direction === 'ASC' ? '<' : '>';
  if (isPresent(args.after)) addBound(query, 'after', args.after, beyond, keyset);
  if (isPresent(args.before)) addBound(query, 'before', args.before, back, keyset);

  const order = isBackward === (direction === 'ASC') ? 'DESC' : 'ASC';
  const rows = await selectPlain(query)
    .orderBy(sort, order)
    .addOrderBy(id, order)
    .limit(size + 1)
    .getRawMany<T>();
  return pageOf(rows, args, (row) => encodeCursor(valueOf(row), row.id, orderOf(sort, direction)));
}

/** As `paginate`, with the number of entries of the whole list, which is counted when somebody asks. */
export async function paginateCounted<T extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<T>,
  args: PageArgs,
  keyset: Keyset<T>,
): Promise<CountedPage<T>> {
  const all = query.clone();
  return withCount(await paginate(query, args, keyset), () => countOf(all, keyset.id));
}

/** How many rows a query has, counted up to a limit: it is changed by that. */
export async function countOf<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, id: string): Promise<PageCount> {
  const some = query.select(id, 'id').limit(MAX_COUNTED + 1);
  const row = await query
    .createQueryBuilder()
    .select('count(*)::int', 'count')
    .from(`(${some.getQuery()})`, 'counted')
    .setParameters(some.getParameters())
    .getRawOne<{ count: number }>();
  return pageCountOf(row?.count ?? 0);
}

/** Selects what an entity has by default as plain rows: to make entities of them costs more than to read them. */
function selectPlain<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
  const { alias } = query;
  query.select([]);
  for (const { isSelect, propertyName } of query.expressionMap.mainAlias?.metadata.columns ?? []) {
    if (isSelect) query.addSelect(`${alias}.${propertyName}`, propertyName);
  }
  return query;
}

function addBound(
  query: SelectQueryBuilder<ObjectLiteral>,
  argument: string,
  cursor: string,
  comparison: string,
  { sort, id, direction }: Pick<Keyset<unknown>, 'sort' | 'id' | 'direction'>,
): void {
  const place = decodeCursor(cursor, kindOf(query, sort), orderOf(sort, direction));
  if (place === null) throw foreignCursor(argument);
  const [value, idValue] = place;
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

/** By what a list is sorted, in short: a cursor of another order would show a page that is none. */
function orderOf(sort: string, direction: 'ASC' | 'DESC'): string {
  return `${sort} ${direction}`;
}
