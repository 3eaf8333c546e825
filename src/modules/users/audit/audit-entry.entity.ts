import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { AuditAction, AuditActorKind, AuditDetail, AuditSubjectType } from '../domain/audit-actions.js';

@Entity('audit_entries')
export class AuditEntryEntity {
  @PrimaryColumn('uuid') id: string;
  @TimestampColumn('occurred_at') occurredAt: Date;
  @Column('text') action: AuditAction;
  @Column('text', { name: 'actor_kind' }) actorKind: AuditActorKind;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  @Column('text', { name: 'actor_name', nullable: true }) actorName: string | null;
  @Column('text', { name: 'subject_type', nullable: true }) subjectType: AuditSubjectType | null;
  @Column('uuid', { name: 'subject_id', nullable: true }) subjectId: string | null;
  @Column('text', { name: 'subject_name', nullable: true }) subjectName: string | null;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId: string | null;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
  @Column('jsonb') details: AuditDetail[];
}
