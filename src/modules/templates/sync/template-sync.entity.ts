import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';

export const SYNC_TRIGGERS = ['MANUAL', 'SCHEDULED'] as const;
export type SyncTrigger = (typeof SYNC_TRIGGERS)[number];

export interface StoredConflict {
  templateId: string;
  remoteId: string;
  name: string;
  language: string;
}

/** What a synchronisation found. Times in ISO 8601. */
export interface StoredSyncReport {
  startedAt: string;
  finishedAt: string;
  trigger: SyncTrigger;
  pages: number;
  fetched: number;
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
  conflicts: StoredConflict[];
  error: Refusal | null;
}

@Entity('template_syncs')
export class TemplateSyncEntity {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId: string;
  @TimestampColumn('next_at', { nullable: true }) nextAt: Date | null;
  @TimestampColumn('next_pending_at', { nullable: true }) nextPendingAt: Date | null;
  @TimestampColumn('lease_until', { nullable: true }) leaseUntil: Date | null;
  @Column('uuid', { nullable: true }) holder: string | null;
  @Column('jsonb', { nullable: true }) report: StoredSyncReport | null;
}
