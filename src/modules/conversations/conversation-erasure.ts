import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import type { ErasureSubject, ExportPart } from '../../common/erasure/erasure-part.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';
import { fewRows, pagesOfRows } from '../../common/erasure/exported-rows.js';
import { EventLog } from '../../common/events/event-log.js';

/** Erasure of conversations with their participants; an event lets open screens remove them. */
@Injectable()
export class ConversationErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
    private readonly events: EventLog,
  ) {
    erasure.register({
      name: 'conversations',
      tables: ['conversations', 'participants', 'inbox_rows', 'conversation_labels', 'label_rows', 'timeline_entries'],
      before: ['contacts'],
      erase: (subject) => this.erase(subject),
      exports: this.exports(),
      notExported: {
        inbox_rows: 'the same as in conversations, for the lists of colleagues',
        label_rows: 'the same as in conversation-labels, for the lists of colleagues',
      },
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

  /** The ids of all conversations with these contacts. */
  async conversationsOf(contactIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM conversations WHERE contact_id = ANY($1) ORDER BY id',
      [contactIds],
    );
    return rows.map(({ id }) => id);
  }

  private exports(): ExportPart[] {
    const ofConversations = (sql: string): ExportPart['rows'] => {
      return ({ conversationIds }) => fewRows(this.database, sql, [conversationIds]);
    };
    return [
      {
        name: 'conversations',
        tables: ['conversations'],
        rows: ofConversations(
          'SELECT to_jsonb(conversations)::text AS json FROM conversations WHERE id = ANY($1) ORDER BY id',
        ),
      },
      {
        name: 'conversation-participants',
        tables: ['participants'],
        rows: ofConversations(
          'SELECT to_jsonb(participants)::text AS json FROM participants WHERE conversation_id = ANY($1) ORDER BY added_at, user_id',
        ),
      },
      {
        name: 'conversation-labels',
        tables: ['conversation_labels'],
        rows: ofConversations(
          `SELECT (to_jsonb(conversation_labels) || jsonb_build_object('label', labels.name))::text AS json
             FROM conversation_labels JOIN labels ON labels.id = label_id
            WHERE conversation_id = ANY($1) ORDER BY added_at, label_id`,
        ),
      },
      {
        name: 'timeline-entries',
        tables: ['timeline_entries'],
        rows: ({ conversationIds }) =>
          pagesOfRows(
            this.database,
            `SELECT id, to_jsonb(timeline_entries)::text AS json FROM timeline_entries
              WHERE id > $1 AND conversation_id = ANY($3) ORDER BY id LIMIT $2`,
            [conversationIds],
          ),
      },
    ];
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
