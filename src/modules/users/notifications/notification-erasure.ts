import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import type { ErasureSubject } from '../../../common/erasure/erasure-part.js';
import { ErasureService } from '../../../common/erasure/erasure.service.js';
import { pagesOfRows, rowsOf } from '../../../common/erasure/exported-rows.js';

/** Erasure of notifications: their title is the customer's name, their text what the customer wrote. */
@Injectable()
export class NotificationErasure {
  constructor(
    private readonly database: Database,
    erasure: ErasureService,
  ) {
    erasure.register({
      name: 'notifications',
      tables: ['notifications'],
      before: ['messages', 'conversations'],
      erase: ({ conversationIds, messageIds }) =>
        this.database.run('DELETE FROM notifications WHERE conversation_id = ANY($1) OR message_id = ANY($2)', [
          conversationIds,
          messageIds,
        ]),
      exports: [{ name: 'notifications', tables: ['notifications'], rows: (subject) => this.rows(subject) }],
    });
  }

  /** Of their conversations, and of what they wrote in groups. */
  private async *rows({ conversationIds, messageIds }: ErasureSubject): AsyncGenerator<string[]> {
    yield* pagesOfRows(
      this.database,
      `SELECT id, to_jsonb(notifications)::text AS json FROM notifications
        WHERE id > $1 AND conversation_id = ANY($3) ORDER BY id LIMIT $2`,
      [conversationIds],
    );
    yield* rowsOf(
      this.database,
      messageIds,
      `SELECT to_jsonb(notifications)::text AS json FROM notifications
        WHERE message_id = ANY($1) AND (conversation_id = ANY($2)) IS NOT TRUE ORDER BY id`,
      [conversationIds],
    );
  }
}
