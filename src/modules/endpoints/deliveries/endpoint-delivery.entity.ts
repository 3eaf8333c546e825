import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { DeliveredEventType } from '../domain/event-types.js';
import type { Wording } from '../../../common/errors/wording.js';

export const ENDPOINT_DELIVERY_STATES = ['WAITING', 'DELIVERED', 'FAILED'] as const;
export type EndpointDeliveryState = (typeof ENDPOINT_DELIVERY_STATES)[number];

/** One attempt at a delivery, as its log has it. */
export interface LoggedAttempt {
  /** ISO 8601. */
  at: string;
  url: string;
  durationMs: number;
  status: number | null;
  answer: string | null;
  error: string | null;
  /** Absent of what was logged before there were wordings. */
  errorWording?: Wording | null;
}

@Entity('endpoint_deliveries')
export class EndpointDeliveryEntity {
  @PrimaryColumn('uuid') id: string;
  /** Its place among all deliveries, given by the database. A bigint. */
  @Column('bigint', { default: () => 'nextval' }) position: string;
  @Column('uuid', { name: 'endpoint_id' }) endpointId: string;
  @Column('text', { name: 'event_type' }) eventType: DeliveredEventType;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId: string | null;
  /** In the event log; a bigint. */
  @Column('bigint', { name: 'event_position', nullable: true }) eventPosition: string | null;
  @Column('uuid', { name: 'entity_id' }) entityId: string;
  @Column('uuid', { name: 'conversation_id', nullable: true }) conversationId: string | null;
  @Column('uuid', { name: 'contact_id', nullable: true }) contactId: string | null;
  @Column('uuid') lane: string;
  /** Not read by lists: it may be large. */
  @Column('text', { select: false }) payload: string;
  @Column('boolean', { name: 'is_reduced', default: false }) isReduced: boolean;
  @TimestampColumn('occurred_at') occurredAt: Date;
  @Column('text', { default: 'WAITING' }) state: EndpointDeliveryState;
  @Column('integer', { default: 0 }) attempts: number;
  @Column('jsonb', { name: 'attempt_log', default: () => "'[]'" }) attemptLog: LoggedAttempt[];
  @TimestampColumn('first_attempt_at', { nullable: true }) firstAttemptAt: Date | null;
  @TimestampColumn('next_attempt_at', { nullable: true }) nextAttemptAt: Date | null;
  @TimestampColumn('finished_at', { nullable: true }) finishedAt: Date | null;
  @TimestampColumn('created_at') createdAt: Date;
  /** Trace of the event, in the W3C form; null where none is recorded. */
  @Column('text', { name: 'trace_parent', nullable: true, select: false }) traceParent?: string | null;
}
