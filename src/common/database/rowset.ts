/** What JavaScript gives for a column of each type. */
interface ValueByType {
  uuid: string;
  text: string;
  integer: number;
  /** Its digits, as the database gives it. */
  bigint: string;
  boolean: boolean;
  timestamptz: Date;
  /** Never text that is JSON already: that would be stored as a string. */
  jsonb: object;
}

type NotNull = keyof ValueByType;
/** A type of PostgreSQL; where a row may leave the column empty, with ` | null`. */
export type ColumnType = NotNull | `${NotNull} | null`;
export type Columns = Record<string, ColumnType>;

type ValueOf<Type> = Type extends NotNull
  ? ValueByType[Type]
  : Type extends `${infer Inner extends NotNull} | null`
    ? ValueByType[Inner] | null
    : never;

/** One row of a rowset: a value for each of its columns. */
export type RowOf<Spec extends Columns> = { readonly [Name in keyof Spec]: ValueOf<Spec[Name]> };

export interface Rowset {
  /** For FROM: `unnest($2::uuid[], $3::text[]) AS entry (id, text)`. */
  sql: string;
  /** The same with a last column `ordinality`: 1 for the first row, 2 for the second. */
  sqlInOrder: string;
  /** What the statement is called with: the leading parameters, then an array a column. */
  parameters: unknown[];
}

/**
 * Rows as a table that a statement reads: one array a column, however many rows, so that the statement's text stays the
 * same and is planned once. Columns are named where their types stand, and rows by these names: none can change places.
 * `leading` are the statement's other parameters, $1 and on.
 *
 * ```ts
 * const entry = rowset('entry', { user_id: 'uuid', title: 'text | null' }, rows, [now]);
 * await database.run(
 *   `INSERT INTO notifications (user_id, title, created_at) SELECT entry.user_id, entry.title, $1 FROM ${entry.sql}`,
 *   entry.parameters,
 * );
 * ```
 */
export function rowset<const Spec extends Columns>(
  alias: string,
  columns: Spec,
  rows: readonly RowOf<Spec>[],
  leading?: readonly unknown[],
): Rowset;
export function rowset(
  alias: string,
  columns: Columns,
  rows: readonly Record<string, unknown>[],
  leading: readonly unknown[] = [],
): Rowset {
  const entries = Object.entries(columns).map(([name, type]) => ({ name, type: type.replace(' | null', '') }));
  const names = entries.map(({ name }) => name);
  const arrays = entries.map(({ type }, index) => `$${leading.length + index + 1}::${type}[]`);
  const unnest = `unnest(${arrays.join(', ')})`;
  return {
    sql: `${unnest} AS ${alias} (${names.join(', ')})`,
    sqlInOrder: `${unnest} WITH ORDINALITY AS ${alias} (${[...names, 'ordinality'].join(', ')})`,
    parameters: [...leading, ...entries.map(({ name, type }) => rows.map((row) => elementOf(type, row[name])))],
  };
}

/** An element as the driver puts it into an array: it would write a Date in local time, and an object inside out. */
function elementOf(type: string, value: unknown): unknown {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return type === 'jsonb' ? JSON.stringify(value) : value;
}
