import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { Problem } from '../../common/errors/domain-error.js';
import type { BroadcastStatus } from './domain/broadcast.js';

/** A recipient who was left out, and why. */
export interface SkippedEntry {
  /** Of the recipient in the list, or of the record among those that matched. */
  index: number;
  recordId: string | null;
  problems: Problem[];
}

@Entity('broadcasts')
export class BroadcastEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @Column('uuid', { name: 'template_id' }) templateId: string;
  @Column('text') status: BroadcastStatus;
  @Column('integer', { name: 'messages_per_second', nullable: true }) messagesPerSecond: number | null;
  @TimestampColumn('start_at') startAt: Date;
  @Column('text', { name: 'pause_reason', nullable: true }) pauseReason: string | null;
  /** When it goes on by itself, or last did. */
  @TimestampColumn('resume_at', { nullable: true }) resumeAt: Date | null;
  /** How often Meta has made it pause, one time soon after the other. */
  @Column('integer', { default: 0 }) pauses: number;
  /** Meta has made it pause: it goes on with one message at a time, until Meta accepts one. */
  @Column('boolean', { name: 'is_on_trial', default: false }) isOnTrial: boolean;
  /** The counts that were last published to subscribers, and when. */
  @Column('text', { name: 'published_progress', nullable: true }) publishedProgress: string | null;
  @TimestampColumn('last_published_at', { nullable: true }) lastPublishedAt: Date | null;
  @Column('integer') total: number;
  @Column('jsonb') skipped: SkippedEntry[];
  @Column('uuid', { name: 'created_by_user_id', nullable: true }) authorUserId: string | null;
  @Column('uuid', { name: 'created_by_api_key_id', nullable: true }) authorApiKeyId: string | null;
  @TimestampColumn('created_at') createdAt: Date;
  @TimestampColumn('finished_at', { nullable: true }) finishedAt: Date | null;
}
