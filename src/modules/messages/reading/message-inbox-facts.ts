import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import {
  InboxFactsService,
  type InboxFacts,
  type UpToDateReader,
} from '../../conversations/inbox/inbox-facts.service.js';

/** Whether a row of messages comes after a reader's marker, which may be missing. */
export const isAfterMarker = (marker: string): string =>
  `(messages.position, messages.id) > (coalesce(${marker}.last_read_position, 0), coalesce(${marker}.last_read_message_id, '00000000-0000-0000-0000-000000000000'))`;

/** Customers write; notices of Meta report something, and nobody waits for an answer to them. */
const IS_WRITTEN = `NOT (kind = 'SYSTEM' AND revoked_at IS NULL)
  AND NOT (kind = 'UNSUPPORTED' AND content->>'type' IN ('system', 'edit', 'revoke', 'request_welcome'))`;

/** Facts for the inbox, from the messages themselves: what is unread, and since when a customer waits for an answer. */
@Injectable()
export class MessageInboxFacts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly facts: InboxFactsService,
  ) {}

  onModuleInit(): void {
    this.facts.register({ factsOf: (ids) => this.factsOf(ids), readersOf: (ids) => this.readersOf(ids) });
  }

  /** A customer waits since the first message that they wrote after the last answer; what a broadcast sends is none. */
  private async factsOf(conversationIds: readonly string[]): Promise<InboxFacts[]> {
    return this.database.query<InboxFacts>(
      `WITH answered AS (
         SELECT DISTINCT ON (conversation_id) conversation_id, position, id FROM messages
          WHERE conversation_id = ANY($1) AND direction = 'OUTBOUND' AND target_whatsapp_id IS NULL AND broadcast_id IS NULL
          ORDER BY conversation_id, position DESC, id DESC)
       SELECT messages.conversation_id AS "conversationId", true AS "hasInbound",
              min(occurred_at) FILTER (WHERE (answered.id IS NULL OR (messages.position, messages.id) > (answered.position, answered.id)) AND ${IS_WRITTEN}) AS "waitingSince"
         FROM messages LEFT JOIN answered ON answered.conversation_id = messages.conversation_id
        WHERE messages.conversation_id = ANY($1) AND direction = 'INBOUND' AND target_whatsapp_id IS NULL
        GROUP BY messages.conversation_id`,
      [conversationIds],
    );
  }

  private async readersOf(conversationIds: readonly string[]): Promise<UpToDateReader[]> {
    return this.database.query<UpToDateReader>(
      `SELECT conversation_id AS "conversationId", user_id AS "userId" FROM read_markers
        WHERE conversation_id = ANY($1) AND NOT EXISTS (SELECT FROM messages
          WHERE messages.conversation_id = read_markers.conversation_id AND direction = 'INBOUND' AND target_whatsapp_id IS NULL
            AND ${isAfterMarker('read_markers')})`,
      [conversationIds],
    );
  }
}
