import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountConversationsResolver } from './account-conversations.resolver.js';
import { ContactEntity } from './contacts/contact.entity.js';
import { ContactsResolver } from './contacts/contacts.resolver.js';
import { ContactsService } from './contacts/contacts.service.js';
import { ConversationEntity } from './conversation.entity.js';
import { ConversationsResolver, ParticipantsResolver } from './conversations.resolver.js';
import { ConversationsService } from './conversations.service.js';
import { FindOrCreateContactsService } from './contacts/find-or-create-contacts.service.js';
import { OpenConversationsService } from './activity/open-conversations.service.js';
import { ReceiveIntoConversationsService } from './activity/receive-into-conversations.service.js';
import { SendFromConversationsService } from './activity/send-from-conversations.service.js';
import { ConversationActionsResolver } from './conversation-actions.resolver.js';
import { ConversationStatusService } from './activity/conversation-status.service.js';
import { CorrectNumberService } from './contacts/correct-number.service.js';
import { InvolvePeopleService } from './activity/involve-people.service.js';
import { MarketingPreferencesService } from './contacts/marketing-preferences.service.js';
import { MergeContactsService } from './contacts/merge-contacts.service.js';
import { ParticipantsService } from './activity/participants.service.js';

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
