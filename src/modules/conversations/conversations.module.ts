import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountConversationsResolver } from './account-conversations.resolver.js';
import { ContactEntity } from './contact.entity.js';
import { ContactsResolver } from './contacts.resolver.js';
import { ContactsService } from './contacts.service.js';
import { ConversationEntity } from './conversation.entity.js';
import { ConversationsResolver, ParticipantsResolver } from './conversations.resolver.js';
import { ConversationsService } from './conversations.service.js';
import { FindOrCreateContactsService } from './find-or-create-contacts.service.js';
import { OpenConversationsService } from './open-conversations.service.js';
import { ReceiveIntoConversationsService } from './receive-into-conversations.service.js';
import { SendFromConversationsService } from './send-from-conversations.service.js';
import { ConversationActionsResolver } from './conversation-actions.resolver.js';
import { ConversationStatusService } from './conversation-status.service.js';
import { CorrectNumberService } from './correct-number.service.js';
import { InvolvePeopleService } from './involve-people.service.js';
import { MarketingPreferencesService } from './marketing-preferences.service.js';
import { MergeContactsService } from './merge-contacts.service.js';
import { ParticipantsService } from './participants.service.js';

/** Who writes to whom: contacts, conversations, participants, the service window. */
@Module({
  imports: [TypeOrmModule.forFeature([ContactEntity, ConversationEntity]), AccountsModule, UsersModule],
  providers: [
    ParticipantsService,
    MergeContactsService,
    MarketingPreferencesService,
    InvolvePeopleService,
    CorrectNumberService,
    ConversationStatusService,
    ConversationActionsResolver,
    AccountConversationsResolver,
    ContactsResolver,
    ContactsService,
    ConversationsResolver,
    ConversationsService,
    FindOrCreateContactsService,
    OpenConversationsService,
    ParticipantsResolver,
    ReceiveIntoConversationsService,
    SendFromConversationsService,
  ],
  exports: [
    MarketingPreferencesService,
    CorrectNumberService,
    ContactsService,
    ConversationsService,
    FindOrCreateContactsService,
    OpenConversationsService,
    ReceiveIntoConversationsService,
    SendFromConversationsService,
  ],
})
export class ConversationsModule {}
