import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';

export const MEDIA_STATES = ['PENDING', 'STORED', 'FAILED'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

@Entity('media')
export class MediaEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('text') state: MediaState;
  @Column('text', { name: 'mime_type' }) mimeType: string;
  @Column('text', { name: 'file_name', nullable: true }) fileName: string | null;
  @Column('integer', { nullable: true }) size: number | null;
  @Column('text', { nullable: true }) sha256: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
}
