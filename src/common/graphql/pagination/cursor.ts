import { DomainError } from '../../errors/domain-error.js';
import { isId } from '../../ids.js';
import { parseRfc3339 } from '../../rfc3339.js';

/** What a list is sorted by: a time, a text, or the ids themselves. */
export type SortValue = Date | string;

/** What a list is sorted by may be 10,000 characters. */
const MAX_CURSOR_LENGTH = 100_000;
const NOT_STORABLE = /\0|\p{Cs}/u;
const ID = /^[0-9a-f-]{36}$/;

/** Cursor of a row: where it stands in its list. Opaque to clients. */
export function encodeCursor(value: SortValue, id: string): string {
  const kind = value instanceof Date ? 'd' : 's';
  return Buffer.from(JSON.stringify([kind, value, id])).toString('base64url');
}

/**
 * Place that a cursor stands for.
 * @returns null for what was not given out here, and for a cursor of a list that is sorted by something else
 */
export function decodeCursor(cursor: string, column: 'time' | 'text' | 'id'): [SortValue, string] | null {
  const [kind, value, id, ...rest] = partsOf(cursor);
  if (kind !== (column === 'time' ? 'd' : 's') || rest.length > 0) return null;
  if (typeof value !== 'string' || typeof id !== 'string' || !ID.test(id) || !isId(id)) return null;
  if (column === 'time') {
    const time = parseRfc3339(value);
    return time === null ? null : [time, id];
  }
  if (NOT_STORABLE.test(value) || (column === 'id' && !isId(value))) return null;
  return [value, id];
}

/**
 * Place that a cursor stands for.
 * @throws DomainError (INVALID_FORMAT) with the name of the argument, on a cursor that is none of ours
 */
export function requirePlace(cursor: string, column: 'time' | 'text' | 'id', argument: string): [SortValue, string] {
  const place = decodeCursor(cursor, column);
  if (place !== null) return place;
  const message = 'This cursor is not one that was given out here, for this list.';
  throw new DomainError({ code: 'INVALID_FORMAT', message, path: [argument] });
}

function partsOf(cursor: string): unknown[] {
  if (cursor.length > MAX_CURSOR_LENGTH) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
