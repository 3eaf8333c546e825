import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ConversationEntity, type ConversationStatus } from '../conversation.entity.js';
import { InboxRowsService } from '../inbox/inbox-rows.service.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { ConversationsService, type Conversation } from '../conversations.service.js';

/** Closes and reopens conversations. A closed one opens again by itself when somebody writes. */
@Injectable()
export class ConversationStatusService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly conversations: ConversationsService,
    private readonly inboxRows: InboxRowsService,
    private readonly timeline: TimelineService,
  ) {}

  /** Harmless twice. */
  async set(viewer: Viewer, conversationId: string, status: ConversationStatus): Promise<Conversation> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      if (conversation.status === status) return conversation;
      await this.database.repository(ConversationEntity).update(conversation.id, { status, updatedAt: () => 'now()' });
      const { id, accountId } = conversation;
      await this.timeline.record(viewer, [{ conversationId: id, kind: status === 'CLOSED' ? 'CLOSED' : 'REOPENED' }]);
      await this.inboxRows.copy([id]);
      this.events.append({ accountId, kind: 'CONVERSATION', entityId: id, conversationId: id });
      return this.database.repository(ConversationEntity).findOneByOrFail({ id });
    });
  }
}
