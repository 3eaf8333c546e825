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
      // one message is looked for from the marker on: LIMIT keeps PostgreSQL from joining all of them first
      (alias) => `EXISTS (SELECT FROM (VALUES (1)) AS one
        LEFT JOIN read_markers marker ON marker.conversation_id = ${alias}.id AND marker.user_id = :reader
        CROSS JOIN LATERAL (SELECT FROM messages WHERE messages.conversation_id = ${alias}.id
          AND messages.direction = 'INBOUND' AND messages.target_whatsapp_id IS NULL AND ${isAfterMarker('marker')} LIMIT 1) AS unread)`,
    );
  }
}
