import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { Wording } from '../../../common/errors/wording.js';

export const CHANGE_KINDS = [
  'STATUS',
  'QUALITY',
  'CATEGORY',
  'COMPONENTS',
  'ACCOUNT',
  'CREDENTIALS',
  'MEMBERS',
  'LIMIT',
  'THROUGHPUT',
  'NAME',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
export const CHANGE_SOURCES = ['WEBHOOK', 'SYNC', 'USER', 'API_KEY', 'SYSTEM'] as const;
export type ChangeSource = (typeof CHANGE_SOURCES)[number];

@Entity('history_entries')
export class HistoryEntryEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'template_id', nullable: true }) templateId: string | null;
  /** Of what concerns one number: its quality, limit, throughput, status or name. */
  @Column('uuid', { name: 'business_phone_number_id', nullable: true }) businessPhoneNumberId: string | null;
  @Column('text') kind: ChangeKind;
  @Column('text', { name: 'from_value', nullable: true }) from: string | null;
  @Column('text', { name: 'to_value', nullable: true }) to: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('jsonb', { name: 'to_wording', nullable: true }) toWording: Wording | null;
  @Column('jsonb', { name: 'reason_wording', nullable: true }) reasonWording: Wording | null;
  @Column('text') source: ChangeSource;
  @Column('uuid', { name: 'user_id', nullable: true }) userId: string | null;
  /** As Meta reported it, whole. */
  @Column('jsonb', { nullable: true }) details: object | null;
  @TimestampColumn('occurred_at') occurredAt: Date;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
}
