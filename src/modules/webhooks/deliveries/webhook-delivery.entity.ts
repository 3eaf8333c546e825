import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { Wording } from '../../../common/errors/wording.js';

export const WEBHOOK_DELIVERY_STATES = ['RECEIVED', 'PROCESSED', 'FAILED', 'IGNORED'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

@Entity('webhook_deliveries')
export class WebhookDeliveryEntity {
  @PrimaryColumn('uuid') id: string;
  /** Its place among all deliveries, given by the database; 0 for those from before, which go by their ids. A bigint. */
  @Column('bigint', { default: () => 'nextval' }) position: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  /** The very bytes that Meta signed, of deliveries from before these had a table of their own (webhook_bodies). */
  @Column('bytea', { select: false, nullable: true }) body: Buffer | null;
  @Column('text', { array: true, default: () => "'{}'" }) fields: string[];
  @Column('text', { default: 'RECEIVED' }) state: WebhookDeliveryState;
  @Column('integer', { default: 0 }) attempts: number;
  /** Fields and parts in it that are not read yet. */
  @Column('text', { name: 'not_read', array: true, default: () => "'{}'" }) notRead: string[];
  @Column('text', { nullable: true }) error: string | null;
  @Column('jsonb', { name: 'error_wording', nullable: true }) errorWording: Wording | null;
  @TimestampColumn('received_at') receivedAt: Date;
  @TimestampColumn('processed_at', { nullable: true }) processedAt: Date | null;
}
