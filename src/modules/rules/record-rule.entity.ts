import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { RuleStatus, RuleTrigger } from './domain/record-rule.js';
import type { Wording } from '../../common/errors/wording.js';

@Entity('record_rules')
export class RecordRuleEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'data_model_id' }) dataModelId: string;
  @Column('uuid', { name: 'template_id' }) templateId: string;
  @Column('uuid', { name: 'business_phone_number_id' }) businessPhoneNumberId: string;
  @Column('text') name: string;
  @Column('text') trigger: RuleTrigger;
  @Column('jsonb', { name: 'record_filter' }) recordFilter: object;
  @Column('boolean', { name: 'is_once_per_record' }) isOncePerRecord: boolean;
  @Column('integer', { name: 'max_per_hour' }) maxPerHour: number;
  @Column('integer', { name: 'max_per_day' }) maxPerDay: number;
  @Column('text') status: RuleStatus;
  @Column('text', { name: 'stop_reason', nullable: true }) stopReason: string | null;
  @Column('jsonb', { name: 'stop_reason_wording', nullable: true }) stopReasonWording: Wording | null;
  /** What was triggered before it counts no more for stopping the rule. */
  @TimestampColumn('counted_from') countedFrom: Date;
  @Column('uuid', { name: 'author_user_id', nullable: true }) authorUserId: string | null;
  @Column('uuid', { name: 'author_api_key_id', nullable: true }) authorApiKeyId: string | null;
  @TimestampColumn('created_at') createdAt: Date;
  @TimestampColumn('updated_at') updatedAt: Date;
}
