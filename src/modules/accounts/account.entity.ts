import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../../common/database/timestamp-column.js';
import type { AccountRestriction } from '../../whatsapp/webhooks/account-updates.js';
import type { ConnectionReport } from './domain/connection-report.js';
import type { MarketingMessagesPolicy } from './domain/marketing-policy.js';

export const ACCOUNT_STATUSES = [
  'UNVERIFIED',
  'CONNECTED',
  'TOKEN_INVALID',
  'RESTRICTED',
  'DISABLED',
  'DELETED',
  'UNKNOWN',
] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** Access token as Meta described it at the latest test. Times are ISO 8601. */
export interface StoredTokenInfo {
  kind: 'TEMPORARY' | 'SYSTEM_USER' | 'UNKNOWN';
  scopes: string[];
  missingScopes: string[];
  expiresAt: string | null;
  checkedAt: string;
}

/** How the account stands with the Marketing Messages API, as Meta last said. */
export interface MarketingMessagesStanding {
  /** Meta's word: INELIGIBLE, ELIGIBLE, ONBOARDED. Null: Meta did not say. */
  onboardingStatus: string | null;
  /** Meta takes marketing templates by that endpoint alone. */
  isRequired: boolean;
  /** ISO 8601. */
  readAt: string;
}

@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  /** Meta's id of the WhatsApp Business Account. */
  @Column('text', { name: 'whatsapp_account_id' }) whatsappAccountId: string;
  @Column('text', { name: 'app_id' }) appId: string;
  @Column('text', { name: 'access_token_sealed' }) accessTokenSealed: string;
  @Column('text', { name: 'access_token_hint' }) accessTokenHint: string;
  @Column('text', { name: 'app_secret_sealed' }) appSecretSealed: string;
  @Column('text', { name: 'previous_app_secret_sealed', nullable: true }) previousAppSecretSealed: string | null;
  @TimestampColumn('previous_secret_until', { nullable: true }) previousSecretUntil: Date | null;
  @Column('text', { name: 'verify_token_sealed' }) verifyTokenSealed: string;
  @Column('text') status: AccountStatus;
  /** How new the status is, by Meta's clock. */
  @TimestampColumn('status_as_of', { nullable: true }) statusAsOf: Date | null;
  @Column('jsonb', { default: [] }) restrictions: AccountRestriction[];
  /** Circuit open until then: nothing is sent, for Meta has refused for a reason that concerns the whole account. */
  @TimestampColumn('sending_paused_until', { nullable: true }) sendingPausedUntil: Date | null;
  @Column('text', { name: 'sending_pause_reason', nullable: true }) sendingPauseReason: string | null;
  /** Meta's error code; says nothing while there is no reason. */
  @Column('integer', { name: 'sending_pause_code', nullable: true }) sendingPauseCode: number | null;
  @Column('integer', { name: 'sending_pause_subcode', nullable: true }) sendingPauseSubcode: number | null;
  /** Circuit breaker: how often it tripped in a row. With each, it stays open for longer. */
  @Column('integer', { name: 'circuit_trips', default: 0 }) circuitTrips: number;
  /** ISO 3166-1 alpha-2; counts where it was chosen. Otherwise DefaultCountriesService knows it by the account's numbers. */
  @Column('text', { name: 'default_country', nullable: true }) chosenCountry: string | null;
  /** Somebody has chosen the default country, or that there is none. */
  @Column('boolean', { name: 'is_default_country_chosen', default: false }) isDefaultCountryChosen: boolean;
  @Column('text', { name: 'marketing_messages_policy', default: 'OFF' })
  marketingMessagesPolicy: MarketingMessagesPolicy;
  /** Null: as the account is set up at Meta. */
  @Column('boolean', { name: 'marketing_activity_sharing', nullable: true }) marketingActivitySharing: boolean | null;
  /** Null until Meta has been asked. */
  @Column('jsonb', { name: 'marketing_messages_standing', nullable: true })
  marketingMessagesStanding: MarketingMessagesStanding | null;
  @Column('jsonb', { nullable: true }) token: StoredTokenInfo | null;
  @Column('jsonb', { nullable: true }) connection: ConnectionReport | null;
  /** Null until Meta has been asked. */
  @Column('text', { name: 'subscribed_fields', array: true, nullable: true }) subscribedFields: string[] | null;
  @TimestampColumn('last_webhook_at', { nullable: true }) lastWebhookAt: Date | null;
  @TimestampColumn('created_at', { isSetByDatabase: true }) createdAt: Date;
  @TimestampColumn('updated_at', { isSetByDatabase: true }) updatedAt: Date;
  @TimestampColumn('archived_at', { nullable: true }) archivedAt: Date | null;
}
