import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { RecordValues } from './domain/record-values.js';

@Entity('data_records')
export class DataRecordEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'model_id' }) modelId: string;
  @Column('text', { name: 'external_id' }) externalId: string;
  @Column('text') label: string;
  @Column('jsonb', { name: 'field_values' }) values: RecordValues;
  @Column('text', { name: 'portal_url', nullable: true }) portalUrl: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
