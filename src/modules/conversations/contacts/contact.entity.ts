import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../../common/database/timestamp-column.js';
import type { JsonRecord } from '../../../whatsapp/json.js';
import type { OptOutSource } from '../domain/contacts/opt-out-source.js';

/** A customer, or a group. Known by Meta's ids, of which any may be missing. */
@Entity('contacts')
export class ContactEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('text', { name: 'profile_name', nullable: true }) profileName: string | null;
  @Column('text', { nullable: true }) username: string | null;
  /** In the address book of the company's phone. */
  @Column('text', { name: 'phone_app_name', nullable: true }) phoneAppName: string | null;
  @Column('text', { name: 'phone_app_first_name', nullable: true }) phoneAppFirstName: string | null;
  /** How new is what is known of it; set without a name: it was taken away. */
  @TimestampColumn('phone_app_name_as_of', { nullable: true }) phoneAppNameAsOf: Date | null;
  /** E.164. */
  @Column('text', { name: 'phone_number', nullable: true }) phoneNumber: string | null;
  /** Meta's form of the number, digits only: the truth for variants such as Brazil's ninth digit. */
  @Column('text', { name: 'wa_id', nullable: true }) waId: string | null;
  /** Meta's business-scoped user id. */
  @Column('text', { name: 'whatsapp_user_id', nullable: true }) whatsappUserId: string | null;
  @Column('text', { name: 'group_id', nullable: true }) groupId: string | null;
  /** Id in the company's own system, unique in the account. Of one that was merged: another id of who is kept. */
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  /** Of a group of linked business portfolios. */
  @Column('text', { name: 'parent_user_id', nullable: true }) parentUserId: string | null;
  @Column('text', { name: 'identity_key_hash', nullable: true }) identityKeyHash: string | null;
  @TimestampColumn('identity_changed_at', { nullable: true }) identityChangedAt: Date | null;
  /** The latest that WhatsApp reported of whether the customer wants marketing, in its words. */
  @Column('jsonb', { name: 'marketing_preference', nullable: true }) marketingPreference: JsonRecord | null;
  @TimestampColumn('opted_out_at', { nullable: true }) optedOutAt: Date | null;
  @Column('text', { name: 'opt_out_source', nullable: true }) optOutSource: OptOutSource | null;
  /** How new is what is known of whether the customer wants marketing. */
  @TimestampColumn('marketing_as_of', { nullable: true }) marketingAsOf: Date | null;
  /** Names and number, as they are searched in. */
  @Column('text', { name: 'search_text', default: '' }) searchText: string;
  /** The contact that this one has turned out to be. */
  @Column('uuid', { name: 'merged_into_id', nullable: true }) mergedIntoId: string | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
}
