import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Refusal } from '../../common/errors/domain-error.js';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import type { MessageStatus } from './domain/message-status.js';

export type MessageKind = 'TEXT' | 'TEMPLATE' | 'UNSUPPORTED';
export type MessageDirection = 'INBOUND' | 'OUTBOUND' | 'INTERNAL';

export interface StoredText {
  body: string;
  previewUrl?: boolean;
  referral?: object | null;
}

/** Kept whole, so that a later version can make sense of it. */
export interface StoredUnsupported {
  type: string;
  details: string | null;
  raw: object;
}

/** A template as it was filled in: what the customer reads, whatever becomes of the template. */
export interface StoredTemplate {
  name: string;
  language: string;
  header: string | null;
  body: string;
  footer: string | null;
  buttons: string[];
  /** Our file in the header. */
  mediaId: string | null;
  /** What Meta is sent, with our ids in the place of media ids. */
  components: JsonRecord[];
}

@Entity('messages')
export class MessageEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @Column('uuid', { name: 'conversation_id' }) conversationId: string;
  @Column('text') direction: MessageDirection;
  @Column('text') status: MessageStatus;
  @Column('text') kind: MessageKind;
  @Column('jsonb') content: StoredText | StoredTemplate | StoredUnsupported;
  /** What people read of it. */
  @Column('text', { nullable: true }) text: string | null;
  /** Meta's wamid. */
  @Column('text', { name: 'whatsapp_id', nullable: true }) whatsappId: string | null;
  /** Makes an event without a wamid unique. */
  @Column('text', { name: 'event_key', nullable: true }) eventKey: string | null;
  @Column('text', { name: 'idempotency_key', nullable: true }) idempotencyKey: string | null;
  @Column('uuid', { name: 'author_user_id', nullable: true }) authorUserId: string | null;
  @Column('uuid', { name: 'author_api_key_id', nullable: true }) authorApiKeyId: string | null;
  @Column('uuid', { name: 'author_contact_id', nullable: true }) authorContactId: string | null;
  @Column('uuid', { name: 'template_id', nullable: true }) templateId: string | null;
  @Column('uuid', { name: 'record_id', nullable: true }) recordId: string | null;
  @Column('text', { name: 'reply_to_whatsapp_id', nullable: true }) replyToWhatsappId: string | null;
  @Column('boolean', { name: 'is_forwarded', default: false }) isForwarded: boolean;
  @Column('jsonb', { nullable: true }) failure: Refusal | null;
  @TimestampColumn('accepted_at', { nullable: true }) acceptedAt: Date | null;
  @TimestampColumn('sent_at', { nullable: true }) sentAt: Date | null;
  @TimestampColumn('delivered_at', { nullable: true }) deliveredAt: Date | null;
  @TimestampColumn('read_at', { nullable: true }) readAt: Date | null;
  @TimestampColumn('played_at', { nullable: true }) playedAt: Date | null;
  @TimestampColumn('failed_at', { nullable: true }) failedAt: Date | null;
  @Column('integer', { default: 0 }) attempts: number;
  @TimestampColumn('next_attempt_at', { nullable: true }) nextAttemptAt: Date | null;
  @TimestampColumn('lease_until', { nullable: true }) leaseUntil: Date | null;
  /** Which taking it was that took it. */
  @Column('uuid', { name: 'claim_id', nullable: true }) claimId: string | null;
  @TimestampColumn('occurred_at') occurredAt: Date;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
}
