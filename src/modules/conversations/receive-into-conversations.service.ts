import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { EventLog } from '../../common/events/event-log.js';
import { newId } from '../../common/ids.js';

/** A business number and a contact: between them there is one conversation. */
export interface ConversationEnds {
  businessPhoneNumberId: string;
  contactId: string;
}

export interface FoundConversation {
  id: string;
  /** It was made just now, or was closed until now: subscribers have to be told of more than a message. */
  isNewOrClosed: boolean;
}

/** What new messages do to a conversation. */
export interface Activity {
  conversation: FoundConversation;
  messageId: string;
  occurredAt: Date;
  /** When the customer last wrote, among these messages; null if none of them opens the window. */
  inboundAt: Date | null;
}

/** The conversation side of receiving: finds or opens conversations, keeps window, activity and participants. */
@Injectable()
export class ReceiveIntoConversationsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  /** The conversations, in the order of the ends; locked until the running transaction ends. */
  async findOrOpen(accountId: string, ends: readonly ConversationEnds[], now: Date): Promise<FoundConversation[]> {
    const distinct = [...new Map(ends.map((end) => [keyOf(end), end])).values()];
    const known = await this.lock(distinct);
    const missing = distinct.filter((end) => !known.has(keyOf(end)));
    if (missing.length > 0) {
      await this.database.run(
        `INSERT INTO conversations (id, account_id, business_phone_number_id, contact_id, origin, last_activity_at)
         SELECT entry.id, $1, entry.number_id, entry.contact_id, 'CUSTOMER_INITIATED', $5
           FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS entry (id, number_id, contact_id)
         ON CONFLICT (business_phone_number_id, contact_id) DO NOTHING`,
        [
          accountId,
          missing.map(() => newId()),
          missing.map((end) => end.businessPhoneNumberId),
          missing.map((end) => end.contactId),
          now,
        ],
      );
      for (const [key, { id }] of await this.lock(missing)) known.set(key, { id, isNewOrClosed: true });
    }
    return ends.map((end) => known.get(keyOf(end)) ?? failToFind());
  }

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

  private async lock(ends: readonly ConversationEnds[]): Promise<Map<string, FoundConversation>> {
    const rows = await this.database.query<{
      id: string;
      business_phone_number_id: string;
      contact_id: string;
      is_closed: boolean;
    }>(
      `SELECT id, business_phone_number_id, contact_id, status = 'CLOSED' AS is_closed FROM conversations
        WHERE (business_phone_number_id, contact_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
        ORDER BY id FOR UPDATE`,
      [ends.map((end) => end.businessPhoneNumberId), ends.map((end) => end.contactId)],
    );
    return new Map(
      rows.map((row) => [
        keyOf({ businessPhoneNumberId: row.business_phone_number_id, contactId: row.contact_id }),
        { id: row.id, isNewOrClosed: row.is_closed },
      ]),
    );
  }
}

function keyOf({ businessPhoneNumberId, contactId }: ConversationEnds): string {
  return `${businessPhoneNumberId} ${contactId}`;
}

function failToFind(): never {
  throw new Error('A conversation was opened and cannot be found.');
}
