import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { QualityRating } from './quality-rating.js';

@Entity('business_phone_numbers')
export class BusinessPhoneNumberEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  /** Meta's id of the number, not the number. */
  @Column('text', { name: 'phone_number_id' }) whatsappPhoneNumberId: string;
  @Column('text', { name: 'display_phone_number', nullable: true }) displayPhoneNumber: string | null;
  @Column('text', { name: 'verified_name', nullable: true }) verifiedName: string | null;
  @Column('text', { name: 'quality_rating', default: 'UNKNOWN' }) qualityRating: QualityRating;
  @Column('text', { name: 'messaging_limit', nullable: true }) messagingLimit: string | null;
  @Column('integer', { default: 80 }) throughput: number;
  @Column('text', { nullable: true }) status: string | null;
  /** How the number stands at Meta, as it was last read: all null before. */
  @Column('text', { name: 'code_verification', nullable: true }) codeVerification: string | null;
  @Column('boolean', { name: 'is_pin_set', nullable: true }) isPinSet: boolean | null;
  @Column('text', { name: 'name_status', nullable: true }) nameStatus: string | null;
  @Column('text', { name: 'requested_name', nullable: true }) requestedName: string | null;
  @Column('text', { name: 'requested_name_status', nullable: true }) requestedNameStatus: string | null;
  @Column('text', { name: 'requested_name_reason', nullable: true }) requestedNameReason: string | null;
  @Column('boolean', { name: 'is_official', nullable: true }) isOfficial: boolean | null;
  @TimestampColumn('standing_read_at', { nullable: true }) standingReadAt: Date | null;
  @Column('integer', { name: 'return_after_days', default: 15 }) returnAfterDays: number;
  /** How new the name and the limit are, by Meta's clock. */
  @TimestampColumn('name_as_of', { nullable: true }) nameAsOf: Date | null;
  @TimestampColumn('limit_as_of', { nullable: true }) limitAsOf: Date | null;
  /** Circuit open until then: nothing is sent from it, for Meta has refused for a reason that concerns the number. */
  @TimestampColumn('sending_paused_until', { nullable: true }) sendingPausedUntil: Date | null;
  @Column('text', { name: 'sending_pause_reason', nullable: true }) sendingPauseReason: string | null;
  /** Meta's error code; says nothing while there is no reason. */
  @Column('integer', { name: 'sending_pause_code', nullable: true }) sendingPauseCode: number | null;
  @Column('integer', { name: 'sending_pause_subcode', nullable: true }) sendingPauseSubcode: number | null;
  /** Circuit breaker: how often it tripped in a row. With each, it stays open for longer. */
  @Column('integer', { name: 'circuit_trips', default: 0 }) circuitTrips: number;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
