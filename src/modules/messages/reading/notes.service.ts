import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { newId } from '../../../common/ids.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { searchableText } from '../domain/readable-text.js';
import { MessageEntity } from '../message.entity.js';
import type { AddNoteInput } from '../schema/message.inputs.js';

/** Notes among colleagues: in the chat, and never sent. */
@Injectable()
export class NotesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly conversations: ConversationsService,
  ) {}

  async add(viewer: Viewer, { conversationId, body }: AddNoteInput): Promise<MessageEntity> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      const { accountId, businessPhoneNumberId } = conversation;
      const [id, now] = [newId(), this.clock.now()];
      await this.database.repository(MessageEntity).insert({
        id,
        accountId,
        businessPhoneNumberId,
        conversationId: conversation.id,
        direction: 'INTERNAL',
        status: 'RECEIVED',
        kind: 'NOTE',
        content: { body },
        text: body,
        searchText: searchableText({ kind: 'NOTE', content: { body } }, body),
        authorUserId: viewer.kind === 'USER' ? viewer.id : null,
        authorApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
        occurredAt: now,
        createdAt: now,
      });
      this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId: conversation.id });
      return this.database.repository(MessageEntity).findOneByOrFail({ id });
    });
  }
}
