import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import type { Edge, Page, PageArgs } from '../../../common/graphql/pagination/connection.js';
import { pageOf } from '../../../common/graphql/pagination/page-of.js';
import { isId } from '../../../common/ids.js';
import { chatPlaceOf } from '../../conversations/domain/chat/chat-place.js';
import { chatCursorOf, inChatOrder } from '../../conversations/timeline/chat-order.js';
import { MessageEntity } from '../message.entity.js';
import { MessagesService } from '../messages.service.js';

/** No amendment whose target is known: that one shows it. */
const IS_SHOWN = `(messages.target_whatsapp_id IS NULL OR NOT EXISTS (SELECT FROM messages target
  WHERE target.business_phone_number_id = messages.business_phone_number_id AND target.whatsapp_id = messages.target_whatsapp_id))`;

/** Chats: the messages of a conversation in the order in which people read them. */
@Injectable()
export class ChatService {
  constructor(
    private readonly database: Database,
    private readonly messages: MessagesService,
  ) {}

  /**
   * One page by keyset, however long the chat. Whether somebody may see it has been decided before.
   * @throws DomainError (INVALID_FORMAT) on a cursor that is none of a chat
   */
  async page(conversationId: string, args: PageArgs): Promise<Page<MessageEntity>> {
    const { sql, parameters } = chatCondition(conversationId, args);
    const rows = await this.database.rows(MessageEntity, sql, parameters);
    return pageOf(rows, args, cursorOf);
  }

  /**
   * The page that has a message in its middle: of an amendment, the message that shows it.
   * @throws DomainError (NOT_FOUND) when the conversation has no such message
   */
  async around(conversationId: string, messageId: string, size: number): Promise<Page<MessageEntity>> {
    const [middle] = isId(messageId) ? await this.messages.displayMessageOf([messageId.toLowerCase()]) : [];
    if (middle == null || middle.conversationId !== conversationId) throw notFound('message', 'around');
    const cursor = cursorOf(middle);
    const earlier = Math.floor((size - 1) / 2);
    const before = await this.beside(conversationId, { last: earlier, before: cursor });
    const after = await this.beside(conversationId, { first: size - 1 - earlier, after: cursor });
    const nodes = [...before.nodes, middle, ...after.nodes];
    return {
      nodes,
      get edges(): Edge<MessageEntity>[] {
        return nodes.map((node) => ({ node, cursor: cursorOf(node) }));
      },
      pageInfo: {
        hasPreviousPage: before.hasMore,
        hasNextPage: after.hasMore,
        startCursor: cursorOf(nodes[0] ?? middle),
        endCursor: cursorOf(nodes.at(-1) ?? middle),
      },
    };
  }

  /** None are asked for where the page has room for the middle alone; whether there are more is known all the same. */
  private async beside(conversationId: string, args: PageArgs): Promise<{ nodes: MessageEntity[]; hasMore: boolean }> {
    const size = args.first ?? args.last ?? 0;
    const { sql, parameters } = chatCondition(conversationId, args);
    const rows = await this.database.rows(MessageEntity, sql, parameters);
    const nodes = rows.slice(0, size);
    return { nodes: args.last === undefined ? nodes : nodes.reverse(), hasMore: rows.length > size };
  }
}

function cursorOf(message: MessageEntity): string {
  return chatCursorOf(chatPlaceOf(message));
}

/** What follows FROM messages for one page, and one message more where there are more; from the index messages_chat. */
export function chatCondition(conversationId: string, args: PageArgs): { sql: string; parameters: unknown[] } {
  return inChatOrder({ name: 'messages', isShown: IS_SHOWN }, conversationId, args);
}
