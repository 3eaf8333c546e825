import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { Page, PageArgs } from '../../../common/graphql/pagination/connection.js';
import { decodeParts, encodeParts, foreignCursor } from '../../../common/graphql/pagination/cursor.js';
import { extentOf, isPresent, pageOf } from '../../../common/graphql/pagination/page-of.js';
import { chatPlaceOf, toChatPlace, type ChatPlace } from '../domain/chat-place.js';
import { MessageEntity } from '../message.entity.js';

/** SQL: the second of a time, word for word as an index of messages has it. */
export const secondOf = (time: string): string => `(floor(extract(epoch FROM ${time} AT TIME ZONE 'UTC'))::bigint)`;
/** The order of a chat, as the index messages_chat has it. The rule is that of chatPlaceOf. */
const SECOND = secondOf('messages.occurred_at');
const PLACE = `(${SECOND}, messages.position, messages.id)`;
/** No amendment whose target is known: that one shows it. */
const IS_SHOWN = `(messages.target_whatsapp_id IS NULL OR NOT EXISTS (SELECT FROM messages target
  WHERE target.business_phone_number_id = messages.business_phone_number_id AND target.whatsapp_id = messages.target_whatsapp_id))`;
/** Tells the cursors of a chat from all others. */
const CURSOR_KIND = 'chat';

/** Chats: the messages of a conversation in the order in which people read them. */
@Injectable()
export class ChatService {
  constructor(private readonly database: Database) {}

  /**
   * One page by keyset, however long the chat. Whether somebody may see it has been decided before.
   * @throws DomainError (INVALID_FORMAT) on a cursor that is none of a chat
   */
  async page(conversationId: string, args: PageArgs): Promise<Page<MessageEntity>> {
    const { sql, parameters } = chatCondition(conversationId, args);
    const rows = await this.database.rows(MessageEntity, sql, parameters);
    return pageOf(rows, args, (message) => cursorOf(chatPlaceOf(message)));
  }
}

/** What follows FROM messages for one page, and one message more where there are more; a handful of texts in all. */
export function chatCondition(conversationId: string, args: PageArgs): { sql: string; parameters: unknown[] } {
  const { size, isBackward } = extentOf(args);
  const parameters: unknown[] = [conversationId, size + 1];
  const after = boundOf('after', '>', args.after, parameters);
  const before = boundOf('before', '<', args.before, parameters);
  const direction = isBackward ? 'DESC' : 'ASC';
  const order = ['messages.conversation_id', SECOND, 'messages.position', 'messages.id'];
  const sql = `WHERE messages.conversation_id = $1 AND ${IS_SHOWN}${after}${before}
    ORDER BY ${order.map((column) => `${column} ${direction}`).join(', ')} LIMIT $2`;
  return { sql, parameters };
}

function boundOf(
  argument: string,
  comparison: '<' | '>',
  cursor: string | null | undefined,
  parameters: unknown[],
): string {
  if (!isPresent(cursor)) return '';
  const place = placeIn(cursor);
  if (place === null) throw foreignCursor(argument);
  const next = parameters.push(place.second, place.position, place.id) - 2;
  return ` AND ${PLACE} ${comparison} ($${next}::bigint, $${next + 1}::bigint, $${next + 2}::uuid)`;
}

function cursorOf({ second, position, id }: ChatPlace): string {
  return encodeParts([CURSOR_KIND, second, position, id]);
}

function placeIn(cursor: string): ChatPlace | null {
  const [kind, second, position, id, ...rest] = decodeParts(cursor);
  return kind === CURSOR_KIND && rest.length === 0 ? toChatPlace(second, position, id) : null;
}
