import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { Page, PageArgs } from '../../../common/graphql/pagination/connection.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import { chatPlaceOf } from '../../conversations/domain/chat-place.js';
import { chatCursorOf, inChatOrder } from '../../conversations/timeline/chat-order.js';
import { MessageEntity } from '../message.entity.js';

/** No amendment whose target is known: that one shows it. */
const IS_SHOWN = `(messages.target_whatsapp_id IS NULL OR NOT EXISTS (SELECT FROM messages target
  WHERE target.business_phone_number_id = messages.business_phone_number_id AND target.whatsapp_id = messages.target_whatsapp_id))`;

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
    return pageOf(rows, args, (message) => chatCursorOf(chatPlaceOf(message)));
  }
}

/** What follows FROM messages for one page, and one message more where there are more; from the index messages_chat. */
export function chatCondition(conversationId: string, args: PageArgs): { sql: string; parameters: unknown[] } {
  return inChatOrder({ name: 'messages', isShown: IS_SHOWN }, conversationId, args);
}
