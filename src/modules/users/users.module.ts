import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AlertProblemsService } from './alerts/alert-problems.service.js';
import { AlertQueueService } from './alerts/alert-queue.service.js';
import { AlertSettingsResolver } from './alerts/alert-settings.resolver.js';
import { AlertSettingsService } from './alerts/alert-settings.service.js';
import { DeliverAlerts } from './alerts/deliver-alerts.js';
import { ReasonTexts } from './alerts/reason-texts.js';
import { PushDevicesService } from './alerts/push-devices.service.js';
import { PushKeysService } from './alerts/push-keys.service.js';
import { PushSender } from './alerts/push-sender.js';
import { TestAlertService } from './alerts/test-alert.service.js';
import { ApiKeyEntity } from './api-keys/api-key.entity.js';
import { ApiKeysResolver } from './api-keys/api-keys.resolver.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AuditEntryEntity } from './audit/audit-entry.entity.js';
import { AuditRetention } from './audit/audit-retention.js';
import { AuditService } from './audit/audit.service.js';
import { AuditTrailResolver } from './audit/audit-trail.resolver.js';
import { AuditTrailService } from './audit/audit-trail.service.js';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { KnownAccounts } from './known-accounts.js';
import { InvitationEntity } from './invitations/invitation.entity.js';
import { InvitationsResolver } from './invitations/invitations.resolver.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { GuessGuard } from './limits/guess-guard.service.js';
import { RequestLimitsHook } from './limits/request-limits.hook.js';
import { RequestLimitsPlugin } from './limits/request-limits.plugin.js';
import { RequestLimits } from './limits/request-limits.service.js';
import { NodesResolver } from './nodes/nodes.resolver.js';
import { NodesService } from './nodes/nodes.service.js';
import { UserNodes } from './nodes/user-nodes.js';
import { MetricsController } from './metrics.controller.js';
import { NotificationEntity } from './notifications/notification.entity.js';
import { Mailer } from './mail/mailer.js';
import { NotificationErasure } from './notifications/notification-erasure.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { ChangePasswordService } from './passwords/change-password.service.js';
import { OwnPasswordService } from './passwords/own-password.service.js';
import { PasswordResetsService } from './passwords/password-resets.service.js';
import { RequestPasswordResetService } from './passwords/request-password-reset.service.js';
import { PasswordsResolver } from './passwords/passwords.resolver.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { BrowserCookies } from './oidc/browser-cookies.js';
import { CodeFlowService } from './oidc/code-flow.service.js';
import { HandoversService } from './oidc/handovers.service.js';
import { IssuerService } from './oidc/issuer.service.js';
import { IssuerSignInService } from './oidc/issuer-sign-in.service.js';
import { IssuerTokensService } from './oidc/issuer-tokens.service.js';
import { IssuerUsersService } from './oidc/issuer-users.service.js';
import { OidcController } from './oidc/oidc.controller.js';
import { SignInResolver } from './oidc/sign-in.resolver.js';
import { PermissionsVersion } from './authentication/permissions-version.js';
import { SessionsResolver } from './authentication/sessions.resolver.js';
import { SessionsService } from './authentication/sessions.service.js';
import { ActiveSessionsResolver } from './sessions/active-sessions.resolver.js';
import { ActiveSessionsService } from './sessions/active-sessions.service.js';
import { SessionRetention } from './sessions/session-retention.js';
import { SessionTokensService } from './sessions/session-tokens.service.js';
import { OwnTwoFactorService } from './two-factor/own-two-factor.service.js';
import { SecondStepService } from './two-factor/second-step.service.js';
import { TwoFactorResolver } from './two-factor/two-factor.resolver.js';
import { TwoFactorService } from './two-factor/two-factor.service.js';
import { UserEntity } from './user.entity.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    /** For its recipient alone. */
    NOTIFICATION: true;
  }
}

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    /** Who may do what has changed, or a session has ended. */
    'permissions-changed': true;
  }
}

/** People and programs: who they are, and what they may do. */
@Module({
  imports: [
    TypeOrmModule.forFeature([UserEntity, ApiKeyEntity, AuditEntryEntity, InvitationEntity, NotificationEntity]),
  ],
  controllers: [MetricsController, OidcController],
  providers: [
    // users
    UsersService,
    KnownAccounts,
    FirstAdminService,
    UsersResolver,
    // authentication
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    AuthenticationService,
    SessionsService,
    PermissionsVersion,
    SessionsResolver,
    // limits
    GuessGuard,
    RequestLimits,
    RequestLimitsHook,
    RequestLimitsPlugin,
    // sessions
    SessionTokensService,
    ActiveSessionsService,
    ActiveSessionsResolver,
    SessionRetention,
    // audit
    AuditService,
    AuditTrailService,
    AuditTrailResolver,
    AuditRetention,
    // passwords
    PasswordHasher,
    ChangePasswordService,
    OwnPasswordService,
    PasswordResetsService,
    RequestPasswordResetService,
    PasswordsResolver,
    // sign-in at the issuer
    BrowserCookies,
    CodeFlowService,
    HandoversService,
    IssuerService,
    IssuerSignInService,
    IssuerTokensService,
    IssuerUsersService,
    SignInResolver,
    // second factors
    OwnTwoFactorService,
    SecondStepService,
    TwoFactorResolver,
    TwoFactorService,
    // invitations
    InvitationsService,
    InvitationsResolver,
    // API keys
    ApiKeysService,
    ApiKeysResolver,
    // e-mail
    Mailer,
    // alerts
    AlertProblemsService,
    AlertQueueService,
    ReasonTexts,
    AlertSettingsResolver,
    AlertSettingsService,
    DeliverAlerts,
    PushDevicesService,
    PushKeysService,
    PushSender,
    TestAlertService,
    // notifications
    NotificationsService,
    NotificationErasure,
    // nodes
    NodesService,
    NodesResolver,
    UserNodes,
  ],
  exports: [
    ApiKeysService,
    AuditService,
    AuthenticationService,
    FirstAdminService,
    KnownAccounts,
    NodesService,
    NotificationsService,
    PermissionsVersion,
    RequestLimits,
    UsersService,
  ],
})
export class UsersModule {}
