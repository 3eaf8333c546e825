import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../common/database/database.js';
import { ErasureService } from '../../common/erasure/erasure.service.js';

/** Erasure of messages, of who has read them, and of how often the customer was written to. */
@Injectable()
export class MessageErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureService,
  ) {}

  onModuleInit(): void {
    this.erasure.register({
      name: 'messages',
      tables: ['messages', 'read_markers', 'read_receipts', 'recipient_limits'],
      before: ['conversations'],
      erase: ({ conversationIds }) => this.erase(conversationIds),
    });
  }

  /** The ids of all messages of these conversations, locked until the running transaction ends. */
  async lockMessagesOf(conversationIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM messages WHERE conversation_id = ANY($1) FOR UPDATE',
      [conversationIds],
    );
    return rows.map(({ id }) => id);
  }

  /** How many of these messages belong to each broadcast. */
  async countByBroadcast(messageIds: readonly string[]): Promise<{ broadcast_id: string; count: number }[]> {
    return this.database.query(
      `SELECT broadcast_id, count(*)::integer AS count FROM messages
        WHERE id = ANY($1) AND broadcast_id IS NOT NULL GROUP BY broadcast_id`,
      [messageIds],
    );
  }

  private async erase(conversationIds: readonly string[]): Promise<number> {
    await this.database.run('DELETE FROM read_receipts WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM read_markers WHERE conversation_id = ANY($1)', [conversationIds]);
    await this.database.run('DELETE FROM recipient_limits WHERE conversation_id = ANY($1)', [conversationIds]);
    return this.database.run('DELETE FROM messages WHERE conversation_id = ANY($1)', [conversationIds]);
  }
}
