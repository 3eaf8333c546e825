import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';

/** How far the history of a number's phone app has been read. */
@Entity('history_imports')
export class HistoryImportEntity {
  @PrimaryColumn('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @TimestampColumn('requested_at', { nullable: true }) requestedAt: Date | null;
  @TimestampColumn('contacts_requested_at', { nullable: true }) contactsRequestedAt: Date | null;
  /** The furthest that Meta has told, and its latest chunk there. */
  @Column('integer', { nullable: true }) phase: number | null;
  @Column('integer', { name: 'chunk_order', nullable: true }) chunkOrder: number | null;
  @Column('integer', { nullable: true }) progress: number | null;
  /** Which chunks are read, as `phase.chunk_order`: one that comes twice counts once. */
  @Column('text', { array: true, default: '{}' }) chunks: string[];
  @Column('integer', { name: 'messages_read', default: 0 }) messagesRead: number;
  @TimestampColumn('started_at', { nullable: true }) startedAt: Date | null;
  @TimestampColumn('finished_at', { nullable: true }) finishedAt: Date | null;
  /** Why Meta passes on no history. */
  @Column('jsonb', { nullable: true }) refusal: Refusal | null;
}
