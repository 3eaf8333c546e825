import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { NotifyOperatorsService, type ReportedInbound } from './notify-operators.service.js';
import type { NewNotification } from '../../users/notifications/notifications.service.js';
import type { FoundConversation } from './open-conversations.service.js';

/** What new messages do to a conversation. */
export interface InboundActivity {
  conversation: FoundConversation;
  messageId: string;
  occurredAt: Date;
  /** When the customer last wrote, among these messages; null if none of them opens the window. */
  inboundAt: Date | null;
  /** Somebody wrote: a closed conversation is open again. A notice of Meta leaves it closed. */
  opens: boolean;
}

export interface WindowOpening {
  conversationId: string;
  inboundAt: Date;
}

/** The conversation side of receiving: keeps window, activity and participants. */
@Injectable()
export class InboundActivityService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly operators: NotifyOperatorsService,
  ) {}

  /**
   * Records that messages came: the window opens, a closed conversation opens again, somebody is made responsible. What
   * every message changes (activity, window, unread count) is told by the message's own event. Returns what people are to
   * be told after it.
   */
  async recordInbound(
    accountId: string,
    activities: readonly InboundActivity[],
    told: readonly ReportedInbound[],
  ): Promise<NewNotification[]> {
    await this.updateConversations(activities);
    const newIds = activities
      .filter(({ conversation }) => conversation.isNew)
      .map(({ conversation }) => conversation.id);
    const { changedConversationIds, notifications } = await this.operators.decide(accountId, told, new Set(newIds));
    const shown = activities.filter(
      ({ conversation, opens }) => conversation.isNew || (conversation.isClosed && opens),
    );
    this.publishChanged(accountId, [...shown.map(({ conversation }) => conversation.id), ...changedConversationIds]);
    return notifications;
  }

  /** A reaction opens the window, and yet the conversation does not move for it. */
  async recordReactions(
    accountId: string,
    windows: readonly WindowOpening[],
    told: readonly ReportedInbound[],
  ): Promise<NewNotification[]> {
    if (windows.length === 0) return [];
    await this.database.run(
      `UPDATE conversations SET last_inbound_at = greatest(conversations.last_inbound_at, opening.inbound_at), updated_at = now()
         FROM (SELECT entry.conversation_id, max(entry.inbound_at) AS inbound_at
                 FROM unnest($1::uuid[], $2::timestamptz[]) AS entry (conversation_id, inbound_at) GROUP BY 1) AS opening
        WHERE conversations.id = opening.conversation_id`,
      [windows.map(({ conversationId }) => conversationId), windows.map(({ inboundAt }) => inboundAt.toISOString())],
    );
    const { changedConversationIds, notifications } = await this.operators.decide(accountId, told);
    this.publishChanged(accountId, changedConversationIds);
    return notifications;
  }

  /** What the business wrote on its own phone: the conversation moves, and nobody is told. */
  async recordEchoes(accountId: string, activities: readonly InboundActivity[]): Promise<void> {
    if (activities.length === 0) return;
    await this.updateConversations(activities);
    const shown = activities.filter(({ conversation }) => conversation.isNew || conversation.isClosed);
    this.publishChanged(
      accountId,
      shown.map(({ conversation }) => conversation.id),
    );
  }

  private publishChanged(accountId: string, conversationIds: readonly string[]): void {
    for (const id of new Set(conversationIds)) {
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
    }
  }

  private async updateConversations(activities: readonly InboundActivity[]): Promise<void> {
    await this.database.run(
      `UPDATE conversations SET status = CASE WHEN activity.opens THEN 'OPEN' ELSE conversations.status END, updated_at = now(),
              last_inbound_at = greatest(conversations.last_inbound_at, activity.inbound_at),
              last_message_id = CASE WHEN conversations.last_message_id IS NULL OR activity.occurred_at >= conversations.last_activity_at
                                     THEN activity.message_id ELSE conversations.last_message_id END,
              last_activity_at = CASE WHEN conversations.last_message_id IS NULL THEN activity.occurred_at
                                      ELSE greatest(conversations.last_activity_at, activity.occurred_at) END
         FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::boolean[])
           AS activity (conversation_id, message_id, occurred_at, inbound_at, opens)
        WHERE conversations.id = activity.conversation_id`,
      [
        activities.map(({ conversation }) => conversation.id),
        activities.map(({ messageId }) => messageId),
        activities.map(({ occurredAt }) => occurredAt.toISOString()),
        activities.map(({ inboundAt }) => inboundAt?.toISOString() ?? null),
        activities.map(({ opens }) => opens),
      ],
    );
  }
}
