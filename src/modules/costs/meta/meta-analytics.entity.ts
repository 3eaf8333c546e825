import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';

export const READING_STATES = ['READ', 'NOT_ENABLED', 'NOT_AVAILABLE', 'REFUSED', 'UNREACHABLE'] as const;
export type ReadingState = (typeof READING_STATES)[number];

/** How the latest reading ended. */
export interface StoredReading {
  state: ReadingState;
  /** ISO 8601. */
  askedAt: string;
  refusal: Refusal | null;
}

/** When Meta's analytics of an account are to be read, and how the latest reading ended. */
@Entity('meta_analytics')
export class MetaAnalyticsEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId: string;
  @TimestampColumn('next_at', { nullable: true }) nextAt: Date | null;
  /** ISO 4217, of all amounts. */
  @Column('text', { nullable: true }) currency: string | null;
  @Column('boolean', { name: 'is_enabled_for_insights', nullable: true }) isEnabledForInsights: boolean | null;
  @Column('jsonb', { name: 'template_reading', nullable: true }) templateReading: StoredReading | null;
  @Column('jsonb', { name: 'pricing_reading', nullable: true }) pricingReading: StoredReading | null;
  /** The latest that brought something. */
  @TimestampColumn('templates_read_at', { nullable: true }) templatesReadAt: Date | null;
  @TimestampColumn('pricing_read_at', { nullable: true }) pricingReadAt: Date | null;
}
