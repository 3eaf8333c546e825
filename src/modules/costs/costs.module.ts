import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { BroadcastsModule } from '../broadcasts/broadcasts.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { UsersModule } from '../users/users.module.js';
import { CostsResolver, RateCardsResolver } from './costs.resolver.js';
import { CostsService } from './costs.service.js';
import { RateCardEntity } from './rate-card.entity.js';
import { RateCardNodes } from './rate-card-nodes.js';
import { RateCardsService } from './rate-cards.service.js';

/** Costs of messages: Meta's rate cards, and what was sent by them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([RateCardEntity]),
    AccountsModule,
    BroadcastsModule,
    MessagesModule,
    TemplatesModule,
    UsersModule,
  ],
  providers: [
    RateCardNodes,
    // GraphQL
    CostsResolver,
    RateCardsResolver,
    // rules
    CostsService,
    RateCardsService,
  ],
})
export class CostsModule {}
