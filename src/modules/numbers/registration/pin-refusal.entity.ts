import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';

/** PINs of a number that Meta refused since the last right one; never the PINs. */
@Entity('pin_refusals')
export class PinRefusalEntity {
  @PrimaryColumn('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @Column('integer', { name: 'refused_in_a_row' }) refusedInARow: number;
  @TimestampColumn('refused_at') refusedAt: Date;
  /** Until then Meta takes no PIN, and none is sent. */
  @TimestampColumn('held_until', { nullable: true }) heldUntil: Date | null;
}
