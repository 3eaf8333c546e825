import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';

@Entity('canned_replies')
export class CannedReplyEntity {
  @PrimaryColumn('uuid') id: string;
  /** Null: for all accounts. */
  @Column('uuid', { name: 'account_id', nullable: true }) accountId: string | null;
  @Column('text') shortcut: string;
  @Column('text') body: string;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
