import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { Role } from './domain/viewer.js';

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') email: string;
  @Column('text', { name: 'phone_number', nullable: true }) phoneNumber: string | null;
  @Column('text', { name: 'password_hash', select: false }) passwordHash: string;
  /** False: the person signs in at the issuer, and no password counts. */
  @Column('boolean', { name: 'has_password', default: true }) hasPassword: boolean;
  @Column('text') role: Role;
  @Column('boolean', { name: 'is_active', default: true }) isActive: boolean;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
