import type { PageArgs } from '../../../common/graphql/pagination/connection.js';
import { decodeParts, encodeParts, foreignCursor } from '../../../common/graphql/pagination/cursor.js';
import { extentOf, isPresent } from '../../../common/graphql/pagination/page-of.js';
import { toChatPlace, type ChatPlace } from '../domain/chat/chat-place.js';

/** Tells the cursors of a chat from all others. Those of messages and of what happened between them are the same. */
const CURSOR_KIND = 'chat';

/** SQL: the second of a time, word for word as the indexes of chats have it. */
export const secondOf = (time: string): string => `(floor(extract(epoch FROM ${time} AT TIME ZONE 'UTC'))::bigint)`;

/** A table with rows of chats: `conversation_id`, `occurred_at`, `position` and `id`, with an index in the order of chats. */
export interface ChatTable {
  name: string;
  /** SQL: which of its rows are shown. */
  isShown: string;
}

/**
 * What follows FROM for one page of a chat, and one row more where there are more; a handful of texts in all. The order is
 * that of chatPlaceOf.
 * @throws DomainError (INVALID_FORMAT) on a cursor that is none of a chat
 */
export function inChatOrder(
  { name, isShown }: ChatTable,
  conversationId: string,
  args: PageArgs,
): { sql: string; parameters: unknown[] } {
  const { size, isBackward } = extentOf(args);
  const parameters: unknown[] = [conversationId, size + 1];
  const second = secondOf(`${name}.occurred_at`);
  const place = `(${second}, ${name}.position, ${name}.id)`;
  const after = boundOf('after', `${place} >`, args.after, parameters);
  const before = boundOf('before', `${place} <`, args.before, parameters);
  const direction = isBackward ? 'DESC' : 'ASC';
  const order = [`${name}.conversation_id`, second, `${name}.position`, `${name}.id`];
  const sql = `WHERE ${name}.conversation_id = $1 AND ${isShown}${after}${before}
    ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')} LIMIT $2`;
  return { sql, parameters };
}

export function chatCursorOf({ second, position, id }: ChatPlace): string {
  return encodeParts([CURSOR_KIND, second, position, id]);
}

function boundOf(
  argument: string,
  comparison: string,
  cursor: string | null | undefined,
  parameters: unknown[],
): string {
  if (!isPresent(cursor)) return '';
  const place = placeIn(cursor);
  if (place === null) throw foreignCursor(argument);
  const next = parameters.push(place.second, place.position, place.id) - 2;
  return ` AND ${comparison} ($${next}::bigint, $${next + 1}::bigint, $${next + 2}::uuid)`;
}

function placeIn(cursor: string): ChatPlace | null {
  const [kind, second, position, id, ...rest] = decodeParts(cursor);
  return kind === CURSOR_KIND && rest.length === 0 ? toChatPlace(second, position, id) : null;
}
