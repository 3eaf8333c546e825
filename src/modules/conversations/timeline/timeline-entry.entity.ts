import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { TimelineKind } from '../domain/chat/timeline-kind.js';

@Entity('timeline_entries')
export class TimelineEntryEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'conversation_id' }) conversationId: string;
  @Column('text') kind: TimelineKind;
  /** Who did it; neither: nobody, but the rules. */
  @Column('uuid', { name: 'actor_user_id', nullable: true }) actorUserId: string | null;
  @Column('uuid', { name: 'actor_api_key_id', nullable: true }) actorApiKeyId: string | null;
  /** Whom it is about. */
  @Column('uuid', { name: 'user_ids', array: true, default: '{}' }) userIds: string[];
  /** As they were called then. */
  @Column('text', { name: 'label_names', array: true, default: '{}' }) labelNames: string[];
  @TimestampColumn('occurred_at') occurredAt: Date;
  /** Its place among messages, given by the database; a bigint. */
  @Column('bigint', { default: () => 'nextval' }) position: string;
}
