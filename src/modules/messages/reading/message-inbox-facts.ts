import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import {
  InboxFactsService,
  type InboxFacts,
  type UpToDateReader,
} from '../../conversations/inbox/inbox-facts.service.js';

const NO_ID = '00000000-0000-0000-0000-000000000000';
/** As the index `messages_inbound` says it. What the history of the phone's app told has a negative position: it is past. */
const IS_INBOUND = `direction = 'INBOUND' AND target_whatsapp_id IS NULL AND messages.position >= 0`;

/** Whether a row of messages comes after a reader's marker, which may be missing. */
export const isAfterMarker = (marker: string): string =>
  `(messages.position, messages.id) > (greatest(${marker}.last_read_position, 0), coalesce(${marker}.last_read_message_id, '${NO_ID}'))`;

/** Customers write; notices of Meta report something, and nobody waits for an answer to them. */
const IS_WRITTEN = `NOT (kind = 'SYSTEM' AND revoked_at IS NULL)
  AND NOT (kind = 'UNSUPPORTED' AND content->>'type' IN ('system', 'edit', 'revoke', 'request_welcome'))`;

/** Facts for the inbox, from the messages themselves: what is unread, and since when a customer waits for an answer. */
@Injectable()
export class MessageInboxFacts {
  constructor(
    private readonly database: Database,
    facts: InboxFactsService,
  ) {
    facts.register({ factsOf: (ids) => this.factsOf(ids), readersOf: (ids) => this.readersOf(ids) });
  }

  /**
   * A customer waits since the first message that they wrote after the last answer; what a broadcast sends is none. The
   * answer is looked for once a conversation: joined with its messages, a planner without statistics looks for it at each.
   */
  private async factsOf(conversationIds: readonly string[]): Promise<InboxFacts[]> {
    return this.database.query<InboxFacts>(
      `SELECT conversation.id AS "conversationId", true AS "hasInbound",
              (SELECT min(occurred_at) FROM messages WHERE messages.conversation_id = conversation.id AND ${IS_INBOUND} AND ${IS_WRITTEN}
                  AND (messages.position, messages.id) > (greatest(answered.position, 0), coalesce(answered.id, '${NO_ID}'))) AS "waitingSince"
         FROM unnest($1::uuid[]) AS conversation (id)
         LEFT JOIN LATERAL (
           SELECT position, messages.id FROM messages
            WHERE messages.conversation_id = conversation.id AND direction = 'OUTBOUND' AND target_whatsapp_id IS NULL AND broadcast_id IS NULL
            ORDER BY position DESC, messages.id DESC LIMIT 1) AS answered ON true
        WHERE EXISTS (SELECT FROM messages WHERE messages.conversation_id = conversation.id AND ${IS_INBOUND})`,
      [conversationIds],
    );
  }

  private async readersOf(conversationIds: readonly string[]): Promise<UpToDateReader[]> {
    return this.database.query<UpToDateReader>(
      `SELECT conversation_id AS "conversationId", user_id AS "userId" FROM read_markers
        WHERE conversation_id = ANY($1) AND NOT EXISTS (SELECT FROM messages
          WHERE messages.conversation_id = read_markers.conversation_id AND ${IS_INBOUND}
            AND ${isAfterMarker('read_markers')})`,
      [conversationIds],
    );
  }
}
