import { isId } from '../../common/ids.js';

/** A place in an account's event log, as clients see it: opaque, and of no use on another account. */
export function encodeCursor(accountId: string, position: bigint): string {
  return Buffer.from(`${accountId}:${position}`).toString('base64url');
}

/** The position, or null when the cursor was not given out for this account. */
export function decodeCursor(accountId: string, cursor: string): bigint | null {
  const [owner, position] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  return owner === accountId && /^\d{1,18}$/.test(position ?? '') ? BigInt(position ?? 0) : null;
}

/** Account and position of a cursor of whatever account; null for a text that is no cursor. */
export function placeOfCursor(cursor: string): { accountId: string; position: bigint } | null {
  const [accountId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  const position = isId(accountId) ? decodeCursor(accountId, cursor) : null;
  return position === null ? null : { accountId, position };
}
