import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConversationFilters } from '../../conversations/conversation-filters.js';

/** Whether a row of messages comes after a reader's marker, which may be missing. */
export const isAfterMarker = (marker: string): string =>
  `(messages.position, messages.id) > (coalesce(${marker}.last_read_position, 0), coalesce(${marker}.last_read_message_id, '00000000-0000-0000-0000-000000000000'))`;

/** The filter `unread` of conversations: messages of the customer after the reader's marker. Reactions, edits and deletions are none. */
@Injectable()
export class UnreadFilter implements OnModuleInit {
  constructor(private readonly filters: ConversationFilters) {}

  onModuleInit(): void {
    this.filters.registerUnread(
      (alias) => `EXISTS (SELECT FROM messages WHERE messages.conversation_id = ${alias}.id
        AND messages.direction = 'INBOUND' AND messages.target_whatsapp_id IS NULL
        AND NOT EXISTS (SELECT FROM read_markers WHERE read_markers.conversation_id = ${alias}.id AND read_markers.user_id = :reader
          AND (messages.position, messages.id) <= (read_markers.last_read_position, read_markers.last_read_message_id)))`,
    );
  }
}
