import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { DataField } from './domain/data-model.js';

@Entity('data_models')
export class DataModelEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') key: string;
  @Column('text') label: string;
  @Column('jsonb') fields: DataField[];
  /** The accounts that it is limited to; none: it is open to all. */
  @Column('uuid', { name: 'account_ids', array: true, default: '{}' }) accountIds: string[];
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
