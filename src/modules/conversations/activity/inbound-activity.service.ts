import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { NewNotification } from '../../users/notifications/notifications.service.js';
import { earliestInboundOfOpenWindow } from '../domain/chat/service-window.js';
import { InboxRowsService } from '../inbox/inbox-rows.service.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { NotifyOperatorsService, type ReportedInbound } from './notify-operators.service.js';
import type { FoundConversation } from './open-conversations.service.js';

/** What a batch of new messages changes in one conversation. */
export interface InboundActivity {
  conversation: FoundConversation;
  /** The latest of them. */
  messageId: string;
  occurredAt: Date;
  /** When the customer last wrote, among these messages; null if none of them opens the window. */
  inboundAt: Date | null;
  /** Somebody wrote: a closed conversation is open again. A notice of Meta leaves it closed. */
  opens: boolean;
  waiting: WaitingChange;
}

/** What new messages change of how long the customer has waited. */
export interface WaitingChange {
  /** The business wrote. */
  isAnswered: boolean;
  /** When the customer wrote the first message that the business has not answered since; null: they wrote none. */
  since: Date | null;
}

/** A customer's reaction: it opens the customer service window. */
export interface WindowOpening {
  conversationId: string;
  inboundAt: Date;
}

/** The conversation side of receiving: updates window, latest message and participants. */
@Injectable()
export class InboundActivityService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly operators: NotifyOperatorsService,
    private readonly inboxRows: InboxRowsService,
    private readonly timeline: TimelineService,
  ) {}

  /**
   * Records that messages came: the window opens, a closed conversation opens again, notify-users take part. What every
   * message changes (latest message, window, unread count) is published with the message's own event. Returns the
   * notifications to be written after it.
   */
  async recordInbound(
    accountId: string,
    activities: readonly InboundActivity[],
    reported: readonly ReportedInbound[],
  ): Promise<NewNotification[]> {
    await this.updateConversations(activities, true);
    const newIds = activities
      .filter(({ conversation }) => conversation.isNew)
      .map(({ conversation }) => conversation.id);
    const { changedConversationIds, notifications } = await this.operators.decide(accountId, reported, new Set(newIds));
    await this.inboxRows.recordInbound(activities.map(({ conversation }) => conversation.id));
    const opened = activities.filter(
      ({ conversation, opens }) => conversation.isNew || (conversation.isClosed && opens),
    );
    await this.recordReopened(opened);
    this.publishChanged(accountId, [...opened.map(({ conversation }) => conversation.id), ...changedConversationIds]);
    return notifications;
  }

  /** A reaction opens the window, and yet the conversation does not move up for it. */
  async recordReactions(
    accountId: string,
    openings: readonly WindowOpening[],
    reported: readonly ReportedInbound[],
  ): Promise<NewNotification[]> {
    if (openings.length === 0) return [];
    const entry = rowset(
      'entry',
      { conversation_id: 'uuid', inbound_at: 'timestamptz' },
      openings.map(({ conversationId, inboundAt }) => ({ conversation_id: conversationId, inbound_at: inboundAt })),
      [earliestInboundOfOpenWindow(this.clock.now())],
    );
    await this.database.run(
      `UPDATE conversations SET last_inbound_at = greatest(conversations.last_inbound_at, opening.inbound_at), updated_at = now(),
              is_window_open = greatest(conversations.last_inbound_at, opening.inbound_at) > $1
         FROM (SELECT entry.conversation_id, max(entry.inbound_at) AS inbound_at FROM ${entry.sql} GROUP BY 1) AS opening
        WHERE conversations.id = opening.conversation_id`,
      entry.parameters,
    );
    const { changedConversationIds, notifications } = await this.operators.decide(accountId, reported);
    await this.inboxRows.copy(openings.map(({ conversationId }) => conversationId));
    this.publishChanged(accountId, changedConversationIds);
    return notifications;
  }

  /** What the business wrote on its own phone: the conversation moves up, and nobody is notified. */
  async recordEchoes(accountId: string, activities: readonly InboundActivity[]): Promise<void> {
    if (activities.length === 0) return;
    await this.updateConversations(activities, false);
    await this.inboxRows.copy(activities.map(({ conversation }) => conversation.id));
    const opened = activities.filter(({ conversation }) => conversation.isNew || conversation.isClosed);
    await this.recordReopened(opened.filter(({ opens }) => opens));
    this.publishChanged(
      accountId,
      opened.map(({ conversation }) => conversation.id),
    );
  }

  private async recordReopened(opened: readonly InboundActivity[]): Promise<void> {
    const reopened = opened.filter(({ conversation }) => conversation.isClosed);
    await this.timeline.record(
      null,
      reopened.map(({ conversation }) => ({ conversationId: conversation.id, kind: 'REOPENED' })),
    );
  }

  private publishChanged(accountId: string, conversationIds: readonly string[]): void {
    for (const id of new Set(conversationIds)) {
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
    }
  }

  private async updateConversations(activities: readonly InboundActivity[], isInbound: boolean): Promise<void> {
    const activity = rowset(
      'activity',
      {
        conversation_id: 'uuid',
        message_id: 'uuid',
        occurred_at: 'timestamptz',
        inbound_at: 'timestamptz | null',
        opens: 'boolean',
        is_answered: 'boolean',
        waiting_since: 'timestamptz | null',
      },
      activities.map(({ conversation, messageId, occurredAt, inboundAt, opens, waiting }) => ({
        conversation_id: conversation.id,
        message_id: messageId,
        occurred_at: occurredAt,
        inbound_at: inboundAt,
        opens,
        is_answered: waiting.isAnswered,
        waiting_since: waiting.since,
      })),
      [isInbound, earliestInboundOfOpenWindow(this.clock.now())],
    );
    await this.database.run(
      `UPDATE conversations SET status = CASE WHEN activity.opens THEN 'OPEN' ELSE conversations.status END, updated_at = now(),
              last_inbound_at = greatest(conversations.last_inbound_at, activity.inbound_at),
              is_window_open = coalesce(greatest(conversations.last_inbound_at, activity.inbound_at) > $2, false),
              has_inbound = conversations.has_inbound OR $1,
              waiting_since = CASE WHEN activity.is_answered THEN activity.waiting_since
                                   ELSE least(conversations.waiting_since, activity.waiting_since) END,
              last_message_id = CASE WHEN conversations.last_message_id IS NULL OR activity.occurred_at >= date_trunc('second', conversations.last_activity_at)
                                     THEN activity.message_id ELSE conversations.last_message_id END,
              last_activity_at = CASE WHEN conversations.last_message_id IS NULL THEN activity.occurred_at
                                      ELSE greatest(conversations.last_activity_at, activity.occurred_at) END
         FROM ${activity.sql} WHERE conversations.id = activity.conversation_id`,
      activity.parameters,
    );
  }
}
