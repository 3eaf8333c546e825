import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset, type RowOf } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { isId, newId } from '../../../common/ids.js';
import { AlertQueueService } from '../alerts/alert-queue.service.js';
import type { NotificationReason } from './notification-reason.js';
import { NotificationEntity } from './notification.entity.js';
import type { Because } from '../../../common/errors/because.js';
import { worded, wordingJson } from '../../../common/errors/wording.js';

export interface NewNotification {
  userId: string;
  accountId: string;
  conversationId?: string;
  messageId?: string;
  templateId?: string;
  reason: NotificationReason;
  /** A text of ours by its reason; or words of somebody, such as a name. */
  title: Because | string;
  body: Because | string;
}

const COLUMNS = {
  id: 'uuid',
  user_id: 'uuid',
  account_id: 'uuid',
  conversation_id: 'uuid | null',
  message_id: 'uuid | null',
  template_id: 'uuid | null',
  reason: 'text',
  title: 'text',
  body: 'text',
  title_wording: 'text | null',
  body_wording: 'text | null',
} as const;

const MAX_COUNTED = 10_000;

/** Notifications: one row for one person, kept until it is read, and published to that person alone. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly alerts: AlertQueueService,
  ) {}

  /** For DataLoaders: a notification each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(NotificationEntity | null)[]> => {
    const rows = await this.database.rows(NotificationEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (notification) => notification.id);
  };

  /** Notifies: in the running transaction, with two statements however many. */
  async notify(...notifications: NewNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    const rows = notifications.map((notification) => ({ ...notification, id: newId() }));
    const entry = rowset('entry', COLUMNS, rows.map(toEntry), [this.clock.now()]);
    await this.database.run(
      `INSERT INTO notifications (id, user_id, account_id, conversation_id, message_id, template_id, reason, title, body,
                                  title_wording, body_wording, created_at)
       SELECT entry.id, entry.user_id, entry.account_id, entry.conversation_id, entry.message_id, entry.template_id,
              entry.reason, entry.title, entry.body, entry.title_wording::jsonb, entry.body_wording::jsonb, $1
         FROM ${entry.sql}`,
      entry.parameters,
    );
    await this.alerts.add(rows);
    for (const { id, accountId, userId } of rows) {
      this.events.append({ accountId, kind: 'NOTIFICATION', entityId: id, recipientId: userId });
    }
  }

  /** Notifies every active administrator. In the running transaction. */
  async notifyAdmins(notification: Omit<NewNotification, 'userId'>): Promise<void> {
    const admins = await this.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'ADMIN' AND is_active`);
    await this.notify(...admins.map(({ id }) => ({ ...notification, userId: id })));
  }

  /** Newest first; `unread` null: those that were read too. */
  async list(userId: string, unread: boolean | null, page: ForwardPageArgs): Promise<Page<NotificationEntity>> {
    const query = this.database.repository(NotificationEntity).createQueryBuilder('notification');
    query.where('notification.userId = :userId', { userId });
    if (unread !== null) query.andWhere(`notification.readAt IS ${unread ? '' : 'NOT '}NULL`);
    const valueOf = ({ createdAt }: NotificationEntity): Date => createdAt;
    return paginate(query, page, { sort: 'notification.createdAt', valueOf, id: 'notification.id', direction: 'DESC' });
  }

  /** Counted up to 10,000: a badge shows no more. */
  async unreadCount(userId: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT FROM notifications WHERE user_id = $1 AND read_at IS NULL LIMIT ${MAX_COUNTED}) AS unread`,
      [userId],
    );
    return row?.count ?? 0;
  }

  /** Null: all. What is read already keeps its time. */
  async markRead(userId: string, ids: string[] | null): Promise<void> {
    await this.database.run(
      `UPDATE notifications SET read_at = $2
        WHERE user_id = $1 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3::uuid[]))`,
      [userId, this.clock.now(), ids === null ? null : ids.filter(isId)],
    );
  }

  /** Moves the notifications of one conversation to another: the two have become one. In the running transaction. */
  async moveToConversation(goneId: string, keptId: string): Promise<void> {
    await this.database.run('UPDATE notifications SET conversation_id = $2 WHERE conversation_id = $1', [
      goneId,
      keptId,
    ]);
  }

  /** The messages of a conversation of which this user has unread notifications. */
  async unreadMessageIds(userId: string, conversationId: string): Promise<string[]> {
    const rows = await this.database.query<{ message_id: string }>(
      `SELECT message_id FROM notifications
        WHERE user_id = $1 AND read_at IS NULL AND conversation_id = $2 AND message_id IS NOT NULL`,
      [userId, conversationId],
    );
    return rows.map(({ message_id: messageId }) => messageId);
  }

  /** Whoever has read a conversation has read what tells of it, and of these messages. In the running transaction. */
  async markConversationRead(userId: string, conversationId: string, messageIds: readonly string[]): Promise<void> {
    await this.database.run(
      `UPDATE notifications SET read_at = $4
        WHERE user_id = $1 AND read_at IS NULL AND conversation_id = $2 AND (message_id IS NULL OR message_id = ANY($3))`,
      [userId, conversationId, messageIds, this.clock.now()],
    );
  }
}

function toEntry(notification: NewNotification & { id: string }): RowOf<typeof COLUMNS> {
  const title = worded(notification.title);
  const body = worded(notification.body);
  return {
    id: notification.id,
    user_id: notification.userId,
    account_id: notification.accountId,
    conversation_id: notification.conversationId ?? null,
    message_id: notification.messageId ?? null,
    template_id: notification.templateId ?? null,
    reason: notification.reason,
    title: title.text,
    body: body.text,
    title_wording: wordingJson(title.wording),
    body_wording: wordingJson(body.wording),
  };
}
