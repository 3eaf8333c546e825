import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { MIGRATIONS } from '../migrations/index.js';
import { CommonModule } from './common/common.module.js';
import type { Config } from './common/config/config.js';
import { ConfigModule } from './common/config/config.module.js';
import { GraphqlModule } from './common/graphql/graphql.module.js';
import type { RawRoutes } from './common/http/raw-routes.js';
import { AccountsModule } from './modules/accounts/accounts.module.js';
import { MetaRefusedError } from './modules/accounts/schema/meta-refusal.types.js';
import { BroadcastsModule } from './modules/broadcasts/broadcasts.module.js';
import { ConversationsModule } from './modules/conversations/conversations.module.js';
import { EndpointsModule } from './modules/endpoints/endpoints.module.js';
import { InboxModule } from './modules/inbox/inbox.module.js';
import { INBOX_EVENT_TYPES } from './modules/inbox/inbox-event.types.js';
import { MediaModule } from './modules/media/media.module.js';
import { MessagesModule } from './modules/messages/messages.module.js';
import { CostsModule } from './modules/costs/costs.module.js';
import { NumbersModule } from './modules/numbers/numbers.module.js';
import { PrivacyModule } from './modules/privacy/privacy.module.js';
import { RestModule } from './modules/rest/rest.module.js';
import { RulesModule } from './modules/rules/rules.module.js';
import { TemplatesModule } from './modules/templates/templates.module.js';
import { VariablesModule } from './modules/variables/variables.module.js';
import { UsersModule } from './modules/users/users.module.js';
import { WebhooksModule } from './modules/webhooks/webhooks.module.js';

/** The table of contents. */
@Module({})
export class AppModule {
  static for(config: Config, rawRoutes: RawRoutes): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.for(config, rawRoutes),
        CommonModule.with(MIGRATIONS),
        GraphqlModule.with([MetaRefusedError, ...INBOX_EVENT_TYPES]),
        ScheduleModule.forRoot(),
        UsersModule,
        AccountsModule,
        VariablesModule,
        MediaModule,
        CostsModule,
        NumbersModule,
        TemplatesModule,
        ConversationsModule,
        MessagesModule,
        BroadcastsModule,
        RulesModule,
        PrivacyModule,
        WebhooksModule,
        InboxModule,
        EndpointsModule,
        RestModule,
      ],
    };
  }
}
