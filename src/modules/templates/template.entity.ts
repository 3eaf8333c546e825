import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { JsonRecord } from '../../whatsapp/json.js';
import type { ParameterFormat, TemplateCategory, TemplateContent } from '../../whatsapp/templates/template-content.js';
import type { HeaderFile } from './domain/header-file.js';
import type { TemplateVariable } from './domain/template.js';
import type { TemplateStatus } from './domain/template-status.js';

/** A template: the draft of it here, and what Meta has (`remote…`). */
@Entity('templates')
export class TemplateEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('text') name: string;
  @Column('text', { name: 'display_name' }) displayName: string;
  @Column('text') language: string;
  @Column('text') category: TemplateCategory;
  /** What Meta has announced that the category will be. */
  @Column('text', { name: 'pending_category', nullable: true }) pendingCategory: string | null;
  @Column('text', { name: 'parameter_format' }) parameterFormat: ParameterFormat;
  @Column('text') status: TemplateStatus;
  @Column('text', { default: 'UNKNOWN' }) quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  @Column('text', { name: 'rejection_reason', nullable: true }) rejectionReason: string | null;
  @Column('text', { name: 'rejection_advice', nullable: true }) rejectionAdvice: string | null;
  @Column('uuid', { name: 'data_model_id', nullable: true }) dataModelId: string | null;
  @Column('text', { name: 'phone_field', nullable: true }) phoneField: string | null;
  @Column('jsonb', { name: 'header_file', nullable: true }) headerFile: HeaderFile | null;
  /** Whether it may go to several people by one call, as a broadcast does. */
  @Column('boolean', { name: 'allows_multiple_recipients', default: true }) allowsMultipleRecipients: boolean;
  @Column('jsonb') content: TemplateContent;
  @Column('jsonb') variables: TemplateVariable[];
  /** Meta's id, as text: it exceeds what a JavaScript number holds. */
  @Column('text', { name: 'remote_id', nullable: true }) remoteId: string | null;
  /** As Meta wrote it. */
  @Column('text', { name: 'remote_status', nullable: true }) remoteStatus: string | null;
  /** What Meta has: what is sent, whatever the draft here says. */
  @Column('jsonb', { name: 'remote_components', nullable: true }) remoteComponents: JsonRecord[] | null;
  /** What Meta has on it beside content and state, in Meta's words. */
  @Column('jsonb', { name: 'remote_settings', nullable: true }) remoteSettings: JsonRecord | null;
  /** Hash of everything that Meta had when last read; null: to be read again. */
  @Column('text', { name: 'remote_hash', nullable: true }) remoteHash: string | null;
  /** The content hash of what was submitted last, or read from Meta. */
  @Column('text', { name: 'submitted_hash', nullable: true }) submittedHash: string | null;
  /** As of when each value is known, by Meta's clock: an older update never undoes it. */
  @TimestampColumn('status_as_of', { nullable: true }) statusAsOf: Date | null;
  @TimestampColumn('quality_as_of', { nullable: true }) qualityAsOf: Date | null;
  @TimestampColumn('category_as_of', { nullable: true }) categoryAsOf: Date | null;
  @TimestampColumn('components_as_of', { nullable: true }) componentsAsOf: Date | null;
  /** Edits of the approved template within 30 days. */
  @Column({ type: 'timestamptz', name: 'edited_at', array: true, default: [] }) editedAt: Date[];
  /** Reserved by a running submission until then. */
  @TimestampColumn('submitting_until', { nullable: true }) submittingUntil: Date | null;
  @Column('uuid', { name: 'author_user_id', nullable: true }) authorUserId: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
  @TimestampColumn('submitted_at', { nullable: true }) submittedAt: Date | null;
  @TimestampColumn('last_synced_at', { nullable: true }) lastSyncedAt: Date | null;
}
