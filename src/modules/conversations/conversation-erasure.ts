import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import type { ErasureSubject } from '../../common/erasure/erasure-part.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { EventLog } from '../../common/events/event-log.js';

/** Erasure of conversations with their participants; an event lets open screens remove them. */
@Injectable()
export class ConversationErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
    private readonly events: EventLog,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'conversations',
      tables: ['conversations', 'participants', 'inbox_rows', 'conversation_labels', 'label_rows', 'timeline_entries'],
      before: ['contacts'],
      erase: (subject) => this.erase(subject),
    });
  }

  /** The ids of all conversations with these contacts, locked until the running transaction ends. */
  async lockConversationsOf(contactIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM conversations WHERE contact_id = ANY($1) ORDER BY id FOR UPDATE',
      [contactIds],
    );
    return rows.map(({ id }) => id);
  }

  private async erase({ accountId, conversationIds }: ErasureSubject): Promise<number> {
    for (const id of conversationIds) {
      this.events.append({ accountId, kind: 'ERASED', entityId: id, conversationId: id });
    }
    await this.database.run('DELETE FROM timeline_entries WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM label_rows WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM conversation_labels WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM inbox_rows WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM participants WHERE conversation_id = ANY($1)', [conversationIds]);
    return this.database.run('DELETE FROM conversations WHERE id = ANY($1)', [conversationIds]);
  }
}
