import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';

export type ConversationOrigin = 'BUSINESS_INITIATED' | 'CUSTOMER_INITIATED';
export type ConversationStatus = 'OPEN' | 'CLOSED';

@Entity('conversations')
export class ConversationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @Column('uuid', { name: 'contact_id' }) contactId: string;
  @Column('text') origin: ConversationOrigin;
  @Column('text', { default: 'OPEN' }) status: ConversationStatus;
  @Column('uuid', { name: 'assignee_id', nullable: true }) assigneeId: string | null;
  @TimestampColumn('last_inbound_at', { nullable: true }) lastInboundAt: Date | null;
  /** When a colleague last did something here for the customer. */
  @TimestampColumn('last_acted_at', { nullable: true }) lastActedAt: Date | null;
  /** Who sent the template that nobody has written after. */
  @Column('uuid', { name: 'template_sender_id', nullable: true }) templateSenderId: string | null;
  /** The conversation that this one has become part of. */
  @Column('uuid', { name: 'merged_into_id', nullable: true }) mergedIntoId: string | null;
  @Column('uuid', { name: 'last_message_id', nullable: true }) lastMessageId: string | null;
  @TimestampColumn('last_activity_at') lastActivityAt: Date;
  /** When the customer wrote the first message that nobody has answered; null if nobody waits. */
  @TimestampColumn('waiting_since', { nullable: true }) waitingSince: Date | null;
  @Column('boolean', { name: 'has_participants', default: false }) hasParticipants: boolean;
  /** Whether there is a message that is unread for whoever has read nothing. */
  @Column('boolean', { name: 'has_inbound', default: false }) hasInbound: boolean;
  /** As it was when it was last looked at: an open window may have closed since. */
  @Column('boolean', { name: 'is_window_open', default: false }) isWindowOpen: boolean;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
