import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { NotificationReason } from './notification-reason.js';
import type { Wording } from '../../../common/errors/wording.js';

@Entity('notifications')
export class NotificationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'conversation_id', nullable: true }) conversationId: string | null;
  @Column('uuid', { name: 'message_id', nullable: true }) messageId: string | null;
  @Column('uuid', { name: 'template_id', nullable: true }) templateId: string | null;
  @Column('text') reason: NotificationReason;
  @Column('text') title: string;
  @Column('text') body: string;
  @Column('jsonb', { name: 'title_wording', nullable: true }) titleWording: Wording | null;
  @Column('jsonb', { name: 'body_wording', nullable: true }) bodyWording: Wording | null;
  @TimestampColumn('created_at') createdAt: Date;
  @TimestampColumn('read_at', { nullable: true }) readAt: Date | null;
}
