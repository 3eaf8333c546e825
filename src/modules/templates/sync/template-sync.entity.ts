import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { StoredSyncReport } from '../domain/sync-report.js';

/** When an account's templates are to be compared with Meta, who is doing so, and what the latest comparison found. */
@Entity('template_syncs')
export class TemplateSyncEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId: string;
  /** When the whole account is due. */
  @TimestampColumn('next_at', { nullable: true }) nextAt: Date | null;
  /** When the templates that wait for Meta are due. */
  @TimestampColumn('next_pending_at', { nullable: true }) nextPendingAt: Date | null;
  @TimestampColumn('lease_until', { nullable: true }) leaseUntil: Date | null;
  /** Of the lease: drawn for each one. */
  @Column('uuid', { nullable: true }) holder: string | null;
  @Column('jsonb', { nullable: true }) report: StoredSyncReport | null;
}
