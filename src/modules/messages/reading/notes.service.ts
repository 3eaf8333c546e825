import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import { newId } from '../../../common/ids.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { searchableText } from '../domain/readable-text.js';
import { MessageEntity } from '../message.entity.js';
import { IdempotencyService } from '../outbound/idempotency.service.js';
import type { AddNoteInput } from '../schema/message.inputs.js';

/** Notes among colleagues: in the chat, and never sent. */
@Injectable()
export class NotesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly conversations: ConversationsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  async add(viewer: Viewer, { conversationId, body, idempotencyKey }: AddNoteInput): Promise<MessageEntity> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      const { accountId } = conversation;
      if (idempotencyKey == null) return this.require(await this.insert(viewer, conversation, body, null));
      const request = ['addNote', conversation.id, body];
      const [earlier] = (await this.idempotency.claim(accountId, idempotencyKey, request)) ?? [];
      if (earlier !== undefined) return this.require(earlier);
      const id = await this.insert(viewer, conversation, body, idempotencyKey);
      await this.idempotency.complete(accountId, idempotencyKey, [id]);
      return this.require(id);
    });
  }

  private async insert(
    viewer: Viewer,
    { id: conversationId, accountId, businessPhoneNumberId }: Conversation,
    body: string,
    idempotencyKey: string | null,
  ): Promise<string> {
    const [id, now] = [newId(), this.clock.now()];
    await this.database.repository(MessageEntity).insert({
      id,
      accountId,
      businessPhoneNumberId,
      conversationId,
      direction: 'INTERNAL',
      status: 'RECEIVED',
      kind: 'NOTE',
      content: { body },
      text: body,
      searchText: searchableText({ kind: 'NOTE', content: { body } }, body),
      authorUserId: viewer.kind === 'USER' ? viewer.id : null,
      authorApiKeyId: viewer.kind === 'API_KEY' ? viewer.id : null,
      idempotencyKey,
      occurredAt: now,
      createdAt: now,
    });
    this.events.append({ accountId, kind: 'MESSAGE', entityId: id, conversationId, change: 'CREATED' });
    return id;
  }

  private require(id: string): Promise<MessageEntity> {
    return this.database.repository(MessageEntity).findOneByOrFail({ id });
  }
}
