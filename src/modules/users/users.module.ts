import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeyEntity } from './api-keys/api-key.entity.js';
import { ApiKeysResolver } from './api-keys/api-keys.resolver.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { FirstAdminService } from './first-admin.service.js';
import { KnownAccounts } from './known-accounts.js';
import { GuessGuard } from './limits/guess-guard.service.js';
import { HashingSlots } from './limits/hashing-slots.js';
import { RequestLimitsHook } from './limits/request-limits.hook.js';
import { RequestLimitsPlugin } from './limits/request-limits.plugin.js';
import { RequestLimits } from './limits/request-limits.service.js';
import { NotificationEntity } from './notifications/notification.entity.js';
import { NotificationErasure } from './notifications/notification-erasure.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { PermissionsVersion } from './authentication/permissions-version.js';
import { SessionsResolver } from './authentication/sessions.resolver.js';
import { SessionsService } from './authentication/sessions.service.js';
import { UserEntity } from './user.entity.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    /** For its recipient alone. */
    NOTIFICATION: true;
  }
}

/** People and programs: who they are, and what they may do. */
@Module({
  imports: [TypeOrmModule.forFeature([UserEntity, ApiKeyEntity, NotificationEntity])],
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
    HashingSlots,
    RequestLimits,
    RequestLimitsHook,
    RequestLimitsPlugin,
    // API keys
    ApiKeysService,
    ApiKeysResolver,
    // notifications
    NotificationsService,
    NotificationErasure,
  ],
  exports: [
    ApiKeysService,
    AuthenticationService,
    FirstAdminService,
    KnownAccounts,
    NotificationsService,
    PermissionsVersion,
    RequestLimits,
    UsersService,
  ],
})
export class UsersModule {}
