import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { ApiKeyScope } from '../domain/viewer.js';

@Entity('api_keys')
export class ApiKeyEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') hint: string;
  @Column('bytea', { name: 'key_hash', select: false }) keyHash: Buffer;
  @Column('text', { array: true }) scopes: ApiKeyScope[];
  @Column('uuid', { name: 'account_ids', array: true, nullable: true }) accountIds: string[] | null;
  @Column('uuid', { name: 'created_by_id', nullable: true }) createdById: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('last_used_at', { nullable: true }) lastUsedAt: Date | null;
  @TimestampColumn('expires_at', { nullable: true }) expiresAt: Date | null;
  @TimestampColumn('revoked_at', { nullable: true }) revokedAt: Date | null;
}
