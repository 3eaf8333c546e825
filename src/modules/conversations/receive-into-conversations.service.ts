import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { EventLog } from '../../common/events/event-log.js';
import type { FoundConversation } from './open-conversations.service.js';

/** What new messages do to a conversation. */
export interface Activity {
  conversation: FoundConversation;
  messageId: string;
  occurredAt: Date;
  /** When the customer last wrote, among these messages; null if none of them opens the window. */
  inboundAt: Date | null;
}

/** The conversation side of receiving: keeps window, activity and participants. */
@Injectable()
export class ReceiveIntoConversationsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  /**
   * Records that messages came: the window opens, a closed conversation opens again, somebody is made responsible. What
   * every message changes (activity, window, unread count) is told by the message's own event.
   */
  async recordInbound(accountId: string, activities: readonly Activity[]): Promise<void> {
    await this.database.run(
      `UPDATE conversations SET status = 'OPEN', updated_at = now(),
              last_inbound_at = greatest(conversations.last_inbound_at, activity.inbound_at),
              last_message_id = CASE WHEN conversations.last_message_id IS NULL OR activity.occurred_at >= conversations.last_activity_at
                                     THEN activity.message_id ELSE conversations.last_message_id END,
              last_activity_at = CASE WHEN conversations.last_message_id IS NULL THEN activity.occurred_at
                                      ELSE greatest(conversations.last_activity_at, activity.occurred_at) END
         FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])
           AS activity (conversation_id, message_id, occurred_at, inbound_at)
        WHERE conversations.id = activity.conversation_id`,
      [
        activities.map(({ conversation }) => conversation.id),
        activities.map(({ messageId }) => messageId),
        activities.map(({ occurredAt }) => occurredAt.toISOString()),
        activities.map(({ inboundAt }) => inboundAt?.toISOString() ?? null),
      ],
    );
    const changed = new Set(await this.involveNotifyUsers(activities.map(({ conversation }) => conversation.id)));
    for (const { conversation } of activities) if (conversation.isNewOrClosed) changed.add(conversation.id);
    for (const conversationId of changed) {
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: conversationId, conversationId });
    }
  }

  /** Where nobody takes part, all notify-users of the number do from now on. Returns where that happened. */
  private async involveNotifyUsers(conversationIds: string[]): Promise<string[]> {
    const rows = await this.database.query<{ conversation_id: string }>(
      `INSERT INTO participants (conversation_id, user_id)
       SELECT conversations.id, notify_users.user_id
         FROM conversations
         JOIN notify_users ON notify_users.business_phone_number_id = conversations.business_phone_number_id
        WHERE conversations.id = ANY($1)
          AND NOT EXISTS (SELECT FROM participants WHERE participants.conversation_id = conversations.id)
       ON CONFLICT DO NOTHING RETURNING conversation_id`,
      [conversationIds],
    );
    return rows.map((row) => row.conversation_id);
  }
}
