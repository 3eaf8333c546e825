import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { Role } from '../domain/viewer.js';

@Entity('invitations')
export class InvitationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') email: string;
  @Column('text') role: Role;
  @Column('uuid', { name: 'account_ids', array: true }) accountIds: string[];
  @Column('bytea', { name: 'token_hash', select: false }) tokenHash: Buffer;
  @Column('uuid', { name: 'invited_by_id', nullable: true }) invitedById: string | null;
  @TimestampColumn('created_at') createdAt: Date;
  @TimestampColumn('expires_at') expiresAt: Date;
}
