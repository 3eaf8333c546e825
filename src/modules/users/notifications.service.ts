import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { EventLog } from '../../common/events/event-log.js';
import type { ForwardPageArgs, Page } from '../../common/graphql/connection.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { paginate } from '../../common/graphql/paginate.js';
import { isId, newId } from '../../common/ids.js';
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

  /** In the running transaction. */
  async notify(...notifications: NewNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    const createdAt = this.clock.now();
    const rows = notifications.map((notification) => ({ ...notification, id: newId(), createdAt }));
    await this.database.repository(NotificationEntity).insert(rows);
    for (const { id, accountId, userId } of rows) {
      this.events.append({ accountId, kind: 'NOTIFICATION', entityId: id, recipientId: userId });
    }
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
}
