/** Parameters of a statement that is put together from parts: each value once, by its place. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** `$1` and on; with a type where PostgreSQL could not know it. */
  add(value: unknown, type?: string): string {
    const known = this.values.indexOf(value);
    const place = known >= 0 ? known + 1 : this.values.push(value);
    return type === undefined ? `$${place}` : `$${place}::${type}`;
  }
}
