import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset, type Rowset } from '../../../common/database/rowset.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { ViewerField } from '../../../common/graphql/viewer-field.js';
import { isId } from '../../../common/ids.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { InboxFactsService } from '../../conversations/inbox/inbox-facts.service.js';
import { InboxRowsService } from '../../conversations/inbox/inbox-rows.service.js';
import { ConversationsService, type Conversation } from '../../conversations/conversations.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { NotificationsService } from '../../users/notifications/notifications.service.js';
import { isAfterMarker } from './message-inbox-facts.js';

/** Where a message stands among those of its conversation; the position is a bigint. */
interface MessagePlace {
  position: string;
  id: string;
}

/** Unread messages are counted up to this many; a badge shows no more. */
const MAX_COUNTED = 1_000;

/** Read markers: how far each user has read, and the read receipts that customers see. */
@Injectable()
export class ReadMarkersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly wakeUps: WakeUps,
    private readonly conversations: ConversationsService,
    private readonly notifications: NotificationsService,
    private readonly inboxRows: InboxRowsService,
    private readonly inboxFacts: InboxFactsService,
  ) {}

  /** How many messages of a conversation a viewer has not read: none for API keys. For many viewers in one statement. */
  readonly unreadCount: ViewerField<number> = {
    placeholder: 0,
    valuesFor: async (viewers, conversationIds) => {
      const users = viewers.filter(({ kind }) => kind === 'USER');
      const keys = users.flatMap(({ id }) => conversationIds.map((conversationId) => `${id} ${conversationId}`));
      const counts = keys.length === 0 ? [] : await this.unreadCounts(keys);
      const byKey = new Map(keys.map((key, index) => [key, counts[index] ?? 0]));
      return viewers.map(({ id }) =>
        conversationIds.map((conversationId) => byKey.get(`${id} ${conversationId}`) ?? 0),
      );
    },
  };

  /** For DataLoaders: unread messages by `<user id> <conversation id>`, in order. Who has read equally far shares one count. */
  readonly unreadCounts = async (keys: readonly string[]): Promise<number[]> => {
    const pair = rowsetOf(keys);
    const rows = await this.database.query<{ unread: number }>(
      `WITH asked AS (
         SELECT pair.ordinality, pair.conversation_id, coalesce(read_markers.last_read_position, 0) AS last_read_position,
                coalesce(read_markers.last_read_message_id, '00000000-0000-0000-0000-000000000000') AS last_read_message_id
           FROM ${pair.sqlInOrder}
           LEFT JOIN read_markers ON read_markers.conversation_id = pair.conversation_id AND read_markers.user_id = pair.user_id
       ), counted AS MATERIALIZED (
         SELECT place.*, (SELECT count(*)::int FROM (
                  SELECT FROM messages
                   WHERE messages.conversation_id = place.conversation_id AND direction = 'INBOUND' AND target_whatsapp_id IS NULL
                     AND ${isAfterMarker('place')}
                   LIMIT ${MAX_COUNTED}) AS unread) AS unread
           FROM (SELECT DISTINCT conversation_id, last_read_position, last_read_message_id FROM asked) AS place
       )
       SELECT counted.unread FROM asked JOIN counted USING (conversation_id, last_read_position, last_read_message_id)
        ORDER BY asked.ordinality`,
      pair.parameters,
    );
    return rows.map(({ unread }) => unread);
  };

  /** For DataLoaders: the id of the last message read, by `<user id> <conversation id>`, in order. */
  readonly lastReadIds = async (keys: readonly string[]): Promise<(string | null)[]> => {
    const pair = rowsetOf(keys);
    const rows = await this.database.query<{ id: string | null }>(
      `SELECT read_markers.last_read_message_id AS id
         FROM ${pair.sqlInOrder}
         LEFT JOIN read_markers ON read_markers.conversation_id = pair.conversation_id AND read_markers.user_id = pair.user_id
        ORDER BY pair.ordinality`,
      pair.parameters,
    );
    return rows.map(({ id }) => id);
  };

  /** Marks as read for this viewer, and shows the customer blue ticks. A marker never moves back. */
  async markRead(viewer: Viewer, conversationId: string, upToMessageId: string | null): Promise<Conversation> {
    return this.database.transaction(async () => {
      const conversation = await this.conversations.requireForUpdate(viewer, conversationId, 'conversationId');
      const lastRead = await this.lastToRead(conversation.id, upToMessageId);
      if (lastRead === null) return conversation;
      if (viewer.kind === 'USER') {
        await this.moveMarker(conversation, viewer.id, lastRead);
        await this.recordInInbox(conversation.id, viewer.id);
        await this.markNotificationsRead(conversation, viewer.id, lastRead);
      }
      await this.queueReceipt(conversation, lastRead);
      this.events.append({
        accountId: conversation.accountId,
        kind: 'CONVERSATION',
        entityId: conversation.id,
        conversationId: conversation.id,
      });
      return conversation;
    });
  }

  private async lastToRead(conversationId: string, upToMessageId: string | null): Promise<MessagePlace | null> {
    if (upToMessageId !== null && !isId(upToMessageId)) throw notFound('message in this conversation', 'upToMessageId');
    const [row] = await this.database.query<MessagePlace>(
      `SELECT position, id FROM messages WHERE conversation_id = $1 ${upToMessageId === null ? '' : 'AND id = $2'}
        ORDER BY position DESC, id DESC LIMIT 1`,
      upToMessageId === null ? [conversationId] : [conversationId, upToMessageId],
    );
    if (row === undefined && upToMessageId !== null) throw notFound('message in this conversation', 'upToMessageId');
    return row ?? null;
  }

  private async recordInInbox(conversationId: string, userId: string): Promise<void> {
    const readers = await this.inboxFacts.source.readersOf([conversationId]);
    if (readers.some((reader) => reader.userId === userId)) await this.inboxRows.recordRead(conversationId, userId);
  }

  private async moveMarker(conversation: Conversation, userId: string, lastRead: MessagePlace): Promise<void> {
    await this.database.run(
      `INSERT INTO read_markers (conversation_id, user_id, last_read_position, last_read_message_id, read_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (conversation_id, user_id) DO UPDATE
         SET last_read_position = excluded.last_read_position, last_read_message_id = excluded.last_read_message_id, read_at = excluded.read_at
        WHERE (read_markers.last_read_position, read_markers.last_read_message_id) < (excluded.last_read_position, excluded.last_read_message_id)`,
      [conversation.id, userId, lastRead.position, lastRead.id, this.clock.now()],
    );
  }

  /** Whoever has read a message has read what it was notified of, and of all before it. */
  private async markNotificationsRead(
    conversation: Conversation,
    userId: string,
    lastRead: MessagePlace,
  ): Promise<void> {
    const ids = await this.notifications.unreadMessageIds(userId, conversation.id);
    const read =
      ids.length === 0
        ? []
        : await this.database.query<{ id: string }>(
            'SELECT id FROM messages WHERE id = ANY($1) AND (position, id) <= ($2, $3)',
            [ids, lastRead.position, lastRead.id],
          );
    const readIds = read.map(({ id }) => id);
    await this.notifications.markConversationRead(userId, conversation.id, readIds);
  }

  /** Queues a read receipt for the customer's latest message, once; it stands for all before it. */
  private async queueReceipt(conversation: Conversation, upTo: MessagePlace): Promise<void> {
    const queued = await this.database.run(
      `INSERT INTO read_receipts (conversation_id, message_position, message_id, state)
       SELECT conversation_id, position, id, 'QUEUED' FROM messages
        WHERE conversation_id = $1 AND direction = 'INBOUND' AND target_whatsapp_id IS NULL AND whatsapp_id IS NOT NULL
          AND position >= 0 AND (position, id) <= ($2, $3)
        ORDER BY position DESC, id DESC LIMIT 1
       ON CONFLICT (conversation_id) DO UPDATE
         SET message_position = excluded.message_position, message_id = excluded.message_id, state = 'QUEUED', attempts = 0,
             next_attempt_at = NULL, error = NULL
       WHERE (read_receipts.message_position, read_receipts.message_id) < (excluded.message_position, excluded.message_id)`,
      [conversation.id, upTo.position, upTo.id],
    );
    if (queued > 0) await this.wakeUps.wakeAfterCommit('read-receipts-queued');
  }
}

/** Of keys `<user id> <conversation id>`, in order. */
function rowsetOf(keys: readonly string[]): Rowset {
  const pairs = keys.map((key) => key.split(' '));
  return rowset(
    'pair',
    { user_id: 'uuid', conversation_id: 'uuid' },
    pairs.map(([userId = '', conversationId = '']) => ({ user_id: userId, conversation_id: conversationId })),
  );
}
