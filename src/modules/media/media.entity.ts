import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { Wording } from '../../common/errors/wording.js';

export const MEDIA_STATES = ['PENDING', 'STORED', 'FAILED'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

@Entity('media')
export class MediaEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('text') state: MediaState;
  @Column('text', { name: 'mime_type' }) mimeType: string;
  @Column('text', { name: 'file_name', nullable: true }) fileName: string | null;
  @Column('integer', { nullable: true }) size: number | null;
  @Column('text', { nullable: true }) sha256: string | null;
  /** The message that it came with; null for what was uploaded here. */
  @Column('uuid', { name: 'message_id', nullable: true }) messageId: string | null;
  /** Whether a message or a template has ever referred to it. */
  @Column('boolean', { name: 'is_used', default: false }) isUsed: boolean;
  /** The only contact to whom an upload was sent; null: to none, or to several, or a template has it. */
  @Column('uuid', { name: 'sole_contact_id', nullable: true }) soleContactId: string | null;
  /** What Meta calls it, to fetch it by. */
  @Column('text', { name: 'remote_id', nullable: true }) remoteId: string | null;
  @Column('uuid', { name: 'business_phone_number_id', nullable: true }) businessPhoneNumberId: string | null;
  /** Why it is FAILED. */
  @Column('text', { nullable: true }) error: string | null;
  @Column('jsonb', { name: 'error_wording', nullable: true }) errorWording: Wording | null;
  /** Of the fetching: WAITING, FETCHING; null when there is nothing (more) to fetch. */
  @Column('text', { name: 'fetch_state', nullable: true }) fetchState: 'WAITING' | 'FETCHING' | null;
  @Column('integer', { default: 0 }) attempts: number;
  @TimestampColumn('next_attempt_at', { nullable: true }) nextAttemptAt: Date | null;
  @TimestampColumn('lease_until', { nullable: true }) leaseUntil: Date | null;
  @Column('uuid', { name: 'claim_id', nullable: true }) claimId: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
}
