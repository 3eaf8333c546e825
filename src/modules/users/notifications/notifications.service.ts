import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../../common/ids.js';
import type { NotificationReason } from './notification-reason.js';
import { NotificationEntity } from './notification.entity.js';

export interface NewNotification {
  userId: string;
  accountId: string;
  conversationId?: string;
  messageId?: string;
  templateId?: string;
  reason: NotificationReason;
  title: string;
  body: string;
}

/** What people are told: kept until they have read it, and pushed to them alone. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** For DataLoaders: a notification each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(NotificationEntity | null)[]> => {
    const rows = await this.database.repository(NotificationEntity).findBy({ id: In([...ids]) });
    return inOrderOf(ids, rows, (notification) => notification.id);
  };

  /** In the running transaction, with one statement however many. */
  async notify(...notifications: NewNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    const rows = notifications.map((notification) => ({ ...notification, id: newId() }));
    await this.database.run(
      `INSERT INTO notifications (id, user_id, account_id, conversation_id, message_id, template_id, reason, title, body, created_at)
       SELECT entry.*, $10 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[])
           AS entry`,
      [
        rows.map(({ id }) => id),
        rows.map(({ userId }) => userId),
        rows.map(({ accountId }) => accountId),
        rows.map(({ conversationId }) => conversationId ?? null),
        rows.map(({ messageId }) => messageId ?? null),
        rows.map(({ templateId }) => templateId ?? null),
        rows.map(({ reason }) => reason),
        rows.map(({ title }) => title),
        rows.map(({ body }) => body),
        this.clock.now(),
      ],
    );
    for (const { id, accountId, userId } of rows) {
      this.events.append({ accountId, kind: 'NOTIFICATION', entityId: id, recipientId: userId });
    }
  }

  /** Every active administrator. In the running transaction. */
  async notifyAdmins(notification: Omit<NewNotification, 'userId'>): Promise<void> {
    const admins = await this.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'ADMIN' AND is_active`);
    await this.notify(...admins.map(({ id }) => ({ ...notification, userId: id })));
  }

  /** Newest first. */
  async list(userId: string, unreadOnly: boolean, page: ForwardPageArgs): Promise<Page<NotificationEntity>> {
    const query = this.database.repository(NotificationEntity).createQueryBuilder('notification');
    query.where('notification.userId = :userId', { userId });
    if (unreadOnly) query.andWhere('notification.readAt IS NULL');
    const valueOf = ({ createdAt }: NotificationEntity): Date => createdAt;
    return paginate(query, page, { sort: 'notification.createdAt', valueOf, id: 'notification.id', direction: 'DESC' });
  }

  async unreadCount(userId: string): Promise<number> {
    const [row] = await this.database.query<{ count: string }>(
      'SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL',
      [userId],
    );
    return Number(row?.count ?? 0);
  }

  /** Null: all. What is read already keeps its time. */
  async markRead(userId: string, ids: string[] | null): Promise<void> {
    await this.database.run(
      `UPDATE notifications SET read_at = $2
        WHERE user_id = $1 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3::uuid[]))`,
      [userId, this.clock.now(), ids === null ? null : ids.filter(isId)],
    );
  }

  /** What spoke of one conversation speaks of another: the two have become one. In the running transaction. */
  async moveToConversation(goneId: string, keptId: string): Promise<void> {
    await this.database.run('UPDATE notifications SET conversation_id = $2 WHERE conversation_id = $1', [
      goneId,
      keptId,
    ]);
  }

  /** Whoever has read a conversation has read what told of it. */
  async markConversationRead(userId: string, conversationId: string, upToMessageId: string): Promise<void> {
    await this.database.run(
      `UPDATE notifications SET read_at = $4
        WHERE user_id = $1 AND read_at IS NULL AND conversation_id = $2 AND (message_id IS NULL OR message_id <= $3)`,
      [userId, conversationId, upToMessageId, this.clock.now()],
    );
  }
}
