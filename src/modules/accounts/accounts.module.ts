import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountSecrets } from './connection/account-secrets.js';
import { AccountCredentialsService } from './connection/account-credentials.service.js';
import { AccountDirectory } from './account-directory.js';
import { AccountEntity } from './account.entity.js';
import { AccountHistoryResolver } from './history/account-history.resolver.js';
import { AccountWebhooksService } from './standing/account-webhooks.service.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';
import { BusinessPhoneNumberEntity } from './phone-numbers/business-phone-number.entity.js';
import { GuideLinksResolver, RefusalGuideResolver } from './schema/guide-links.resolver.js';
import { HistoryEntryEntity } from './history/history-entry.entity.js';
import { HistoryResolver } from './history/history.resolver.js';
import { HistoryService } from './history/history.service.js';
import { ConnectionTestService } from './connection/connection-test.service.js';
import { DefaultCountriesService } from './phone-numbers/default-countries.service.js';
import { NotifyUsersService } from './phone-numbers/notify-users.service.js';
import { NumberChangesService } from './phone-numbers/number-changes.service.js';
import { PhoneNumbersResolver } from './phone-numbers/phone-numbers.resolver.js';
import { PhoneNumbersService } from './phone-numbers/phone-numbers.service.js';
import { SecretRotationService } from './connection/secret-rotation.service.js';
import { StandingMetrics } from './standing/standing-metrics.js';
import { ResumeSendingService } from './standing/resume-sending.service.js';
import { UnusableCredentialsService } from './standing/unusable-credentials.service.js';
import { CircuitBreakerService } from './standing/circuit-breaker.service.js';
import { UserAccountsResolver } from './user-accounts.resolver.js';
import { WebhookSubscriptionService } from './connection/webhook-subscription.service.js';
import { MarketingMessagesResolver } from './marketing/marketing-messages.resolver.js';
import { AccountNodes } from './account-nodes.js';
import { HistoryImportEntity } from './phone-app/history-import.entity.js';
import { HistoryImportsService } from './phone-app/history-imports.service.js';
import { PhoneAppResolver } from './phone-app/phone-app.resolver.js';
import { PhoneAppSyncService } from './phone-app/phone-app-sync.service.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    ACCOUNT: true;
  }
}

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    /** Detail: the account's id. */
    'accounts-changed': true;
  }
}

/** WhatsApp Business Accounts: credentials, phone numbers, the connection to Meta. */
@Module({
  imports: [
    TypeOrmModule.forFeature([AccountEntity, BusinessPhoneNumberEntity, HistoryEntryEntity, HistoryImportEntity]),
    WhatsappModule,
    UsersModule,
  ],
  providers: [
    AccountNodes,
    // accounts
    AccountsService,
    AccountDirectory,
    AccountsResolver,
    UserAccountsResolver,
    MarketingMessagesResolver,
    // phone numbers
    PhoneNumbersService,
    DefaultCountriesService,
    NotifyUsersService,
    NumberChangesService,
    PhoneNumbersResolver,
    // phone app
    HistoryImportsService,
    PhoneAppResolver,
    PhoneAppSyncService,
    // connection
    AccountSecrets,
    AccountCredentialsService,
    ConnectionTestService,
    SecretRotationService,
    WebhookSubscriptionService,
    // standing
    AccountWebhooksService,
    CircuitBreakerService,
    ResumeSendingService,
    StandingMetrics,
    UnusableCredentialsService,
    // history
    HistoryService,
    AccountHistoryResolver,
    GuideLinksResolver,
    RefusalGuideResolver,
    HistoryResolver,
  ],
  exports: [
    AccountCredentialsService,
    AccountDirectory,
    AccountsService,
    AccountWebhooksService,
    DefaultCountriesService,
    HistoryImportsService,
    HistoryService,
    NotifyUsersService,
    NumberChangesService,
    PhoneNumbersService,
    CircuitBreakerService,
    UnusableCredentialsService,
    WebhookSubscriptionService,
  ],
})
export class AccountsModule {}
