import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Refusal } from '../../whatsapp/errors/refusal.js';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import type { ReferredProduct } from '../../whatsapp/webhooks/webhook-parts.js';
import type { StoredStatusDetails } from './domain/content/status-details.js';
import type { MessageStatus } from './domain/message-status.js';
import type { MessageKind, StoredContents } from './domain/message-content.js';

export type MessageDirection = 'INBOUND' | 'OUTBOUND' | 'INTERNAL';
/** Where an outgoing message was written. */
export type MessageOrigin = 'PARLEY' | 'PHONE_APP';

/** Where a customer came from, or what they ask about, as Meta reports it. */
export interface MessageSource {
  referral: JsonRecord | null;
  referredProduct: ReferredProduct | null;
  /** Missing where it was stored before Meta's count was kept. */
  isFrequentlyForwarded?: boolean;
}

@Entity('messages')
export class MessageEntity {
  @PrimaryColumn('uuid') id: string;
  /**
   * Its place among all messages, given by the database; 0 for those from before, which go by their ids; negative for those
   * that the history of the phone's app told. A bigint.
   */
  @Column('bigint', { default: () => 'nextval' }) position: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @Column('uuid', { name: 'conversation_id' }) conversationId: string;
  @Column('text') direction: MessageDirection;
  @Column('text') status: MessageStatus;
  @Column('text') kind: MessageKind;
  @Column('jsonb') content: StoredContents[MessageKind];
  /** What people read of it. */
  @Column('text', { nullable: true }) text: string | null;
  /** As it is searched in; null where it is not. */
  @Column('text', { name: 'search_text', nullable: true }) searchText: string | null;
  @Column('text', { nullable: true }) origin: MessageOrigin | null;
  @Column('jsonb', { nullable: true }) source: MessageSource | null;
  /** Of an amendment: the wamid of its target. */
  @Column('text', { name: 'target_whatsapp_id', nullable: true }) targetWhatsappId: string | null;
  @TimestampColumn('edited_at', { nullable: true }) editedAt: Date | null;
  @TimestampColumn('revoked_at', { nullable: true }) revokedAt: Date | null;
  /** Meta's wamid. */
  @Column('text', { name: 'whatsapp_id', nullable: true }) whatsappId: string | null;
  /** The wamid of an earlier sending, which Meta accepted and then refused for what was not the message's own trouble. */
  @Column('text', { name: 'superseded_whatsapp_id', nullable: true }) supersededWhatsappId: string | null;
  /** Makes an event without a wamid unique. */
  @Column('text', { name: 'event_key', nullable: true }) eventKey: string | null;
  @Column('text', { name: 'idempotency_key', nullable: true }) idempotencyKey: string | null;
  @Column('uuid', { name: 'author_user_id', nullable: true }) authorUserId: string | null;
  @Column('uuid', { name: 'author_api_key_id', nullable: true }) authorApiKeyId: string | null;
  @Column('uuid', { name: 'author_contact_id', nullable: true }) authorContactId: string | null;
  @Column('uuid', { name: 'broadcast_id', nullable: true }) broadcastId: string | null;
  /** The time for which it was scheduled; null: it was to be sent at once. Before it, its position is 0. */
  @TimestampColumn('send_at', { nullable: true }) sendAt: Date | null;
  /** The message that this one sends again. */
  @Column('uuid', { name: 'retry_of_id', nullable: true }) retryOfId: string | null;
  /** It was resent once without being asked, because Meta reported nothing of the first time. */
  @Column('boolean', { name: 'was_resent', default: false }) wasResent: boolean;
  @Column('uuid', { name: 'template_id', nullable: true }) templateId: string | null;
  @Column('uuid', { name: 'record_id', nullable: true }) recordId: string | null;
  @Column('text', { name: 'reply_to_whatsapp_id', nullable: true }) replyToWhatsappId: string | null;
  @Column('boolean', { name: 'is_forwarded', default: false }) isForwarded: boolean;
  /** Meta's id of the group that it was written in. */
  @Column('text', { name: 'group_id', nullable: true }) groupId: string | null;
  /** As Meta sent it; read by itself, because it is long and few ask for it. Null for what was written here. */
  @Column('jsonb', { nullable: true, select: false }) raw?: JsonRecord | null;
  /** What statuses report beside how far it came: its price, and all else. */
  @Column('jsonb', { name: 'status_details', nullable: true }) statusDetails: StoredStatusDetails | null;
  /** What Meta last refused of it, whatever its status: it may wait because of it, or have arrived all the same. */
  @Column('jsonb', { nullable: true }) failure: Refusal | null;
  /** Trace that it belongs to, in the W3C form; null where none is recorded. */
  @Column('text', { name: 'trace_parent', nullable: true, select: false }) traceParent?: string | null;
  @TimestampColumn('accepted_at', { nullable: true }) acceptedAt: Date | null;
  @TimestampColumn('sent_at', { nullable: true }) sentAt: Date | null;
  @TimestampColumn('delivered_at', { nullable: true }) deliveredAt: Date | null;
  @TimestampColumn('read_at', { nullable: true }) readAt: Date | null;
  @TimestampColumn('played_at', { nullable: true }) playedAt: Date | null;
  @TimestampColumn('failed_at', { nullable: true }) failedAt: Date | null;
  @TimestampColumn('occurred_at') occurredAt: Date;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
}
