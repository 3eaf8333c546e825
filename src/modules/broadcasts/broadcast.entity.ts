import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { Problem } from '../../common/errors/domain-error.js';
import type { BroadcastStatus } from './domain/broadcast.js';
import type { BroadcastPauseKind } from './domain/broadcast-pause.js';

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
  /** What it was paused by, and Meta's error code, the latest time. */
  @Column('text', { name: 'pause_kind', nullable: true }) pauseKind: BroadcastPauseKind | null;
  @Column('integer', { name: 'pause_code', nullable: true }) pauseCode: number | null;
  @Column('integer', { name: 'pause_subcode', nullable: true }) pauseSubcode: number | null;
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
  /** At most MAX_LISTED_SKIPPED of them. */
  @Column('jsonb') skipped: SkippedEntry[];
  @Column('integer', { name: 'skipped_count', default: 0 }) skippedCount: number;
  /** As many as have come, or match; null: not counted. */
  @Column('integer', { name: 'expected_recipients', nullable: true }) expectedRecipients: number | null;
  /** Of whom it is known whether they can be sent to. */
  @Column('integer', { name: 'prepared_recipients', default: 0 }) preparedRecipients: number;
  /** False: further parts of the list are to come. */
  @Column('boolean', { name: 'has_all_recipients', default: true }) hasAllRecipients: boolean;
  /** Of one that is prepared from records; they are looked at in the order of their ids. */
  @Column('jsonb', { name: 'record_filter', nullable: true }) recordFilter: object | null;
  @Column('uuid', { name: 'after_record_id', nullable: true }) afterRecordId: string | null;
  /** Records that came later are not meant. */
  @Column('uuid', { name: 'until_record_id', nullable: true }) untilRecordId: string | null;
  @Column('uuid', { name: 'created_by_user_id', nullable: true }) authorUserId: string | null;
  @Column('uuid', { name: 'created_by_api_key_id', nullable: true }) authorApiKeyId: string | null;
  @TimestampColumn('created_at') createdAt: Date;
  @TimestampColumn('finished_at', { nullable: true }) finishedAt: Date | null;
}
