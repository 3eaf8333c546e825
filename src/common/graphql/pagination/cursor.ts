import { DomainError } from '../../errors/domain-error.js';
import { isId } from '../../ids.js';
import { parseRfc3339 } from '../../rfc3339.js';
import { because } from '../../errors/because.js';

/** What a list is sorted by: a time, a text, or the ids themselves. */
export type SortValue = Date | string;

/** What a list is sorted by may be 10,000 characters. */
const MAX_CURSOR_LENGTH = 100_000;
const NOT_STORABLE = /\0|\p{Cs}/u;
const ID = /^[0-9a-f-]{36}$/;

/** Cursor of a row: where it stands in its list. Opaque to clients. `order` names the order, where a list has several. */
export function encodeCursor(value: SortValue, id: string, order: string | null = null): string {
  const kind = value instanceof Date ? 'd' : 's';
  return encodeParts([kind, value, id, ...(order === null ? [] : [order])]);
}

export function encodeParts(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * Place that a cursor stands for.
 * @returns null for what was not given out here, and for a cursor of a list in another order
 */
export function decodeCursor(
  cursor: string,
  column: 'time' | 'text' | 'id',
  order: string | null = null,
): [SortValue, string] | null {
  const [kind, value, id, ...rest] = decodeParts(cursor);
  if (kind !== (column === 'time' ? 'd' : 's') || rest.length > (order === null ? 0 : 1)) return null;
  if (order !== null && rest[0] !== order) return null;
  if (typeof value !== 'string' || typeof id !== 'string' || !ID.test(id) || !isId(id)) return null;
  if (column === 'time') {
    const time = parseRfc3339(value);
    return time === null ? null : [time, id];
  }
  if (NOT_STORABLE.test(value) || (column === 'id' && !isId(value))) return null;
  return [value, id];
}

/** The refusal of a cursor that is none of this list. */
export function foreignCursor(argument: string): DomainError {
  const why = because('CURSOR_FOREIGN');
  return new DomainError({ code: 'INVALID_FORMAT', ...why, path: [argument] });
}

/** What stands in a cursor; nothing where it is none of ours. */
export function decodeParts(cursor: string): unknown[] {
  if (cursor.length > MAX_CURSOR_LENGTH) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
