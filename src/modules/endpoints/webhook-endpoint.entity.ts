import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { EndpointEventType } from './domain/event-types.js';
import type { Wording } from '../../common/errors/wording.js';

export const ENDPOINT_STATUSES = ['ACTIVE', 'PAUSED', 'DISABLED'] as const;
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

@Entity('webhook_endpoints')
export class WebhookEndpointEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') url: string;
  @Column('text', { nullable: true }) description: string | null;
  @Column('text', { name: 'event_types', array: true }) eventTypes: EndpointEventType[];
  /** Null: all. */
  @Column('uuid', { name: 'account_ids', array: true, nullable: true }) accountIds: string[] | null;
  @Column('text', { name: 'secret_sealed' }) secretSealed: string;
  @Column('text', { name: 'previous_secret_sealed', nullable: true }) previousSecretSealed: string | null;
  @TimestampColumn('previous_secret_until', { nullable: true }) previousSecretUntil: Date | null;
  @Column('text', { default: 'ACTIVE' }) status: EndpointStatus;
  @Column('text', { name: 'status_reason', nullable: true }) statusReason: string | null;
  @Column('jsonb', { name: 'status_reason_wording', nullable: true }) statusReasonWording: Wording | null;
  @TimestampColumn('status_changed_at', { nullable: true }) statusChangedAt: Date | null;
  /** Since when it has accepted nothing; null while it does. */
  @TimestampColumn('failing_since', { nullable: true }) failingSince: Date | null;
  @Column('integer', { name: 'failure_count', default: 0 }) failureCount: number;
  @Column('text', { name: 'last_error', nullable: true }) lastError: string | null;
  @Column('jsonb', { name: 'last_error_wording', nullable: true }) lastErrorWording: Wording | null;
  /** Until then nothing is sent to it, because so much has failed. */
  @TimestampColumn('blocked_until', { nullable: true }) blockedUntil: Date | null;
  @TimestampColumn('last_delivered_at', { nullable: true }) lastDeliveredAt: Date | null;
  @Column('uuid', { name: 'created_by_user_id', nullable: true }) createdByUserId: string | null;
  @Column('uuid', { name: 'created_by_api_key_id', nullable: true }) createdByApiKeyId: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
}
