import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { BroadcastsModule } from '../broadcasts/broadcasts.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { UsersModule } from '../users/users.module.js';
import { CostsResolver, RateCardsResolver } from './costs.resolver.js';
import { CostsService } from './costs.service.js';
import { AnalyticsDaysService } from './meta/analytics-days.service.js';
import { MetaAnalyticsEntity } from './meta/meta-analytics.entity.js';
import { AccountMetaAnalyticsResolver, TemplateMetaAnalyticsResolver } from './meta/meta-analytics.resolver.js';
import { MetaAnalyticsService } from './meta/meta-analytics.service.js';
import { MetaAnalyticsWorker } from './meta/meta-analytics.worker.js';
import { ReadMetaAnalyticsService } from './meta/read-meta-analytics.service.js';
import { RateCardEntity } from './rate-card.entity.js';
import { RateCardNodes } from './rate-card-nodes.js';
import { RateCardsService } from './rate-cards.service.js';

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'meta-analytics-due': true;
  }
}

/** Costs of messages: Meta's rate cards, and what was sent by them; and what Meta counts itself. */
@Module({
  imports: [
    TypeOrmModule.forFeature([RateCardEntity, MetaAnalyticsEntity]),
    AccountsModule,
    BroadcastsModule,
    MessagesModule,
    TemplatesModule,
    UsersModule,
    WhatsappModule,
  ],
  providers: [
    RateCardNodes,
    // GraphQL
    CostsResolver,
    RateCardsResolver,
    // rules
    CostsService,
    RateCardsService,
    // what Meta counts itself
    AccountMetaAnalyticsResolver,
    AnalyticsDaysService,
    MetaAnalyticsService,
    MetaAnalyticsWorker,
    ReadMetaAnalyticsService,
    TemplateMetaAnalyticsResolver,
  ],
})
export class CostsModule {}
