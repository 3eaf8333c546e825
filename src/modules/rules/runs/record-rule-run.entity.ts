import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Problem } from '../../../common/errors/domain-error.js';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { RunState } from '../domain/record-rule.js';

@Entity('record_rule_runs')
export class RecordRuleRunEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'rule_id' }) ruleId: string;
  /** Null once the record is gone. */
  @Column('uuid', { name: 'record_id', nullable: true }) recordId: string | null;
  @Column('text') state: RunState;
  /** How many rules had sent before it in a row. */
  @Column('integer') depth: number;
  @Column('uuid', { name: 'message_id', nullable: true }) messageId: string | null;
  /** Why nothing was sent. */
  @Column('jsonb') problems: Problem[];
  @TimestampColumn('triggered_at') triggeredAt: Date;
  @TimestampColumn('decided_at', { nullable: true }) decidedAt: Date | null;
}
