import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConversationFilters } from '../../conversations/conversation-filters.js';

/** The filter `unread` of conversations: messages of the customer after the reader's marker. Reactions, edits and deletions are none. */
@Injectable()
export class UnreadFilter implements OnModuleInit {
  constructor(private readonly filters: ConversationFilters) {}

  onModuleInit(): void {
    this.filters.registerUnread(
      (alias) => `EXISTS (SELECT FROM messages WHERE messages.conversation_id = ${alias}.id
        AND messages.direction = 'INBOUND' AND messages.target_whatsapp_id IS NULL
        AND messages.id > coalesce((SELECT last_read_message_id FROM read_markers
          WHERE read_markers.conversation_id = ${alias}.id AND read_markers.user_id = :reader), '00000000-0000-0000-0000-000000000000'))`,
    );
  }
}
