import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { InboxRowsService } from '../inbox/inbox-rows.service.js';
import type { FoundConversation } from './open-conversations.service.js';

/** What a batch of past messages changes in one conversation. */
export interface PastActivity {
  conversation: FoundConversation;
  /** The latest of them. */
  messageId: string;
  occurredAt: Date;
  /** Of the earliest of them. */
  isStartedByCustomer: boolean;
}

/** The conversation side of a history: what was said last, where nothing was said since. */
@Injectable()
export class PastActivityService {
  constructor(
    private readonly database: Database,
    private readonly inboxRows: InboxRowsService,
  ) {}

  /**
   * Records past messages, in the caller's transaction: no window opens, nobody waits, nothing is unread. A conversation
   * that begins with its past is closed, because nobody has anything to do in it; it opens when somebody writes.
   */
  async record(activities: readonly PastActivity[]): Promise<void> {
    if (activities.length === 0) return;
    const activity = rowset(
      'activity',
      {
        conversation_id: 'uuid',
        message_id: 'uuid',
        occurred_at: 'timestamptz',
        is_new: 'boolean',
        origin: 'text',
      },
      activities.map(({ conversation, messageId, occurredAt, isStartedByCustomer }) => ({
        conversation_id: conversation.id,
        message_id: messageId,
        occurred_at: occurredAt,
        is_new: conversation.isNew,
        origin: isStartedByCustomer ? 'CUSTOMER_INITIATED' : 'BUSINESS_INITIATED',
      })),
    );
    await this.database.run(
      `UPDATE conversations SET updated_at = now(),
              status = CASE WHEN activity.is_new THEN 'CLOSED' ELSE conversations.status END,
              origin = CASE WHEN activity.is_new THEN activity.origin ELSE conversations.origin END,
              last_message_id = CASE WHEN conversations.last_message_id IS NULL OR activity.occurred_at > conversations.last_activity_at
                                     THEN activity.message_id ELSE conversations.last_message_id END,
              last_activity_at = CASE WHEN conversations.last_message_id IS NULL THEN activity.occurred_at
                                      ELSE greatest(conversations.last_activity_at, activity.occurred_at) END
         FROM ${activity.sql} WHERE conversations.id = activity.conversation_id`,
      activity.parameters,
    );
    await this.inboxRows.copy(activities.map(({ conversation }) => conversation.id));
  }
}
