import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { UsersModule } from '../users/users.module.js';
import { VariablesModule } from '../variables/variables.module.js';
import { BroadcastErasure } from './broadcast-erasure.js';
import { BroadcastEntity } from './broadcast.entity.js';
import { BroadcastFieldsResolver, BroadcastsResolver } from './broadcasts.resolver.js';
import { BroadcastsService } from './broadcasts.service.js';
import { ChooseRecipientsService } from './choose-recipients.service.js';
import { ControlBroadcastService } from './control-broadcast.service.js';
import { PauseRefusedBroadcastsService } from './pause-refused-broadcasts.service.js';
import { AppendRecipientsService } from './preparation/append-recipients.service.js';
import { PrepareBroadcastsService } from './preparation/prepare-broadcasts.service.js';
import { WaitingRecipientsService } from './preparation/waiting-recipients.service.js';
import { StartBroadcastService } from './start-broadcast.service.js';
import { WatchBroadcastsService } from './watch-broadcasts.service.js';
import { BroadcastOutcomesController } from './broadcast-outcomes.controller.js';
import { BroadcastNodes } from './broadcast-nodes.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    BROADCAST: true;
  }
}

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'broadcasts-changed': true;
  }
}

/** One template to many people. */
@Module({
  imports: [
    TypeOrmModule.forFeature([BroadcastEntity]),
    AccountsModule,
    MessagesModule,
    TemplatesModule,
    UsersModule,
    VariablesModule,
  ],
  controllers: [BroadcastOutcomesController],
  providers: [
    BroadcastNodes,
    BroadcastsService,
    BroadcastErasure,
    // GraphQL
    BroadcastFieldsResolver,
    BroadcastsResolver,
    // preparation
    AppendRecipientsService,
    PrepareBroadcastsService,
    WaitingRecipientsService,
    // what is done about broadcasts
    ChooseRecipientsService,
    ControlBroadcastService,
    PauseRefusedBroadcastsService,
    StartBroadcastService,
    WatchBroadcastsService,
  ],
  exports: [BroadcastsService],
})
export class BroadcastsModule {}
