import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';

/** Rate card of Meta: what a message costs in a currency, from a day on. One for each currency and day. */
@Entity('rate_cards')
export class RateCardEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') currency: string;
  /** YYYY-MM-DD. */
  @Column('text', { name: 'effective_from' }) effectiveFrom: string;
  @Column('uuid', { name: 'uploaded_by_user_id', nullable: true }) uploadedByUserId: string | null;
  @TimestampColumn('uploaded_at') uploadedAt: Date;
}
