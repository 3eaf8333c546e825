import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { LabelColor } from '../domain/inbox/label-color.js';

@Entity('labels')
export class LabelEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('text') name: string;
  @Column('text') color: LabelColor;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
  /** Then it is nobody's any more; conversations lose it in the background. */
  @TimestampColumn('deleted_at', { nullable: true }) deletedAt: Date | null;
}
