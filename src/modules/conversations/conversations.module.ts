import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountConversationsResolver } from './account-conversations.resolver.js';
import { CannedRepliesResolver } from './canned-replies/canned-replies.resolver.js';
import { CannedRepliesService } from './canned-replies/canned-replies.service.js';
import { CannedReplyEntity } from './canned-replies/canned-reply.entity.js';
import { FillCannedReplyService } from './canned-replies/fill-canned-reply.service.js';
import { BlockSyncWorker } from './contacts/blocks/block-sync.worker.js';
import { BlockContactsService } from './contacts/blocks/block-contacts.service.js';
import { ContactBlocksResolver } from './contacts/blocks/contact-blocks.resolver.js';
import { ContactBlocksService } from './contacts/blocks/contact-blocks.service.js';
import { SyncBlocksService } from './contacts/blocks/sync-blocks.service.js';
import { ContactErasure } from './contacts/contact-erasure.js';
import { NamedContactsService } from './contacts/named-contacts.service.js';
import { ExclusiveChanges } from './contacts/exclusive-changes.js';
import { ContactEntity } from './contacts/contact.entity.js';
import { ContactsResolver } from './contacts/contacts.resolver.js';
import { ContactsService } from './contacts/contacts.service.js';
import { ContactSearchService } from './contacts/contact-search.service.js';
import { ListContactsService } from './contacts/list-contacts.service.js';
import { ConversationErasure } from './conversation-erasure.js';
import { ConversationEntity } from './conversation.entity.js';
import { ConversationsResolver, ParticipantsResolver } from './conversations.resolver.js';
import { ConversationsService } from './conversations.service.js';
import { PhoneNumberChecksResolver } from './contacts/phone-number-checks.resolver.js';
import { PhoneNumberChecksService } from './contacts/phone-number-checks.service.js';
import { RecipientIdentitiesService } from './contacts/identities/recipient-identities.service.js';
import { ExternalIdsService } from './contacts/identities/external-ids.service.js';
import { UpsertContactsService } from './contacts/identities/upsert-contacts.service.js';
import { CheckInboxService } from './inbox/check-inbox.service.js';
import { ClosedWindowsService } from './inbox/closed-windows.service.js';
import { ConversationListService } from './inbox/conversation-list.service.js';
import { ConversationSearchService } from './inbox/conversation-search.service.js';
import { InboxCountsResolver, NumberCountsResolver } from './inbox/inbox-counts.resolver.js';
import { InboxCountsService } from './inbox/inbox-counts.service.js';
import { InboxFactsService } from './inbox/inbox-facts.service.js';
import { InboxRowsService } from './inbox/inbox-rows.service.js';
import { InboxSearchesService } from './inbox/inbox-searches.service.js';
import { ConversationLabelsService } from './labels/conversation-labels.service.js';
import { LabelEntity } from './labels/label.entity.js';
import { LabelRowsService } from './labels/label-rows.service.js';
import { AccountLabelsResolver, ConversationLabelsResolver, LabelsResolver } from './labels/labels.resolver.js';
import { LabelsService } from './labels/labels.service.js';
import { TimelineEntryEntity } from './timeline/timeline-entry.entity.js';
import { ConversationTimelineResolver, TimelineEntriesResolver } from './timeline/timeline.resolver.js';
import { TimelineService } from './timeline/timeline.service.js';
import { WaitingCustomersService } from './inbox/waiting-customers.service.js';
import { OpenConversationsService } from './activity/open-conversations.service.js';
import { InboundActivityService } from './activity/inbound-activity.service.js';
import { OutboundActivityService } from './activity/outbound-activity.service.js';
import { ConversationActionsResolver } from './conversation-actions.resolver.js';
import { ConversationStatusService } from './activity/conversation-status.service.js';
import { ContactIdentityService } from './contacts/identities/contact-identity.service.js';
import { NotifyOperatorsService } from './activity/notify-operators.service.js';
import { MarketingPreferencesService } from './contacts/marketing-preferences.service.js';
import { ReportedIdentitiesService } from './contacts/identities/reported-identities.service.js';
import { MergeContactsService } from './contacts/merge-contacts.service.js';
import { PastActivityService } from './activity/past-activity.service.js';
import { PhoneAppContactsService } from './contacts/phone-app-contacts.service.js';
import { ParticipantsService } from './activity/participants.service.js';
import { ConversationNodes } from './conversation-nodes.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    CONVERSATION: true;
    /** For those who may not see the conversation any more. */
    WITHDRAWN: true;
    /** A contact is new or has changed. For systems outside: subscribers see it with its conversations. */
    CONTACT: true;
  }
}

/** Who writes to whom: contacts, conversations, participants, the service window. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ContactEntity, ConversationEntity, LabelEntity, CannedReplyEntity, TimelineEntryEntity]),
    AccountsModule,
    UsersModule,
    WhatsappModule,
  ],
  providers: [
    ConversationNodes,
    ConversationsResolver,
    ParticipantsResolver,
    ConversationActionsResolver,
    AccountConversationsResolver,
    ConversationsService,
    ConversationErasure,
    // inbox/
    ConversationListService,
    InboxSearchesService,
    ConversationSearchService,
    WaitingCustomersService,
    InboxCountsResolver,
    NumberCountsResolver,
    InboxCountsService,
    InboxRowsService,
    InboxFactsService,
    CheckInboxService,
    ClosedWindowsService,
    // labels/
    LabelsResolver,
    AccountLabelsResolver,
    ConversationLabelsResolver,
    LabelsService,
    ConversationLabelsService,
    LabelRowsService,
    // timeline/
    ConversationTimelineResolver,
    TimelineEntriesResolver,
    TimelineService,
    // canned-replies/
    CannedRepliesResolver,
    CannedRepliesService,
    FillCannedReplyService,
    // contacts/
    ContactsResolver,
    ContactsService,
    ContactSearchService,
    ListContactsService,
    ExternalIdsService,
    UpsertContactsService,
    ContactIdentityService,
    MergeContactsService,
    ExclusiveChanges,
    ReportedIdentitiesService,
    MarketingPreferencesService,
    RecipientIdentitiesService,
    PhoneAppContactsService,
    ContactErasure,
    NamedContactsService,
    PhoneNumberChecksResolver,
    PhoneNumberChecksService,
    ContactBlocksResolver,
    ContactBlocksService,
    BlockContactsService,
    SyncBlocksService,
    BlockSyncWorker,
    // activity/
    OpenConversationsService,
    InboundActivityService,
    OutboundActivityService,
    PastActivityService,
    NotifyOperatorsService,
    ParticipantsService,
    ConversationStatusService,
  ],
  exports: [
    LabelRowsService,
    ConversationsService,
    InboxRowsService,
    InboxFactsService,
    WaitingCustomersService,
    ConversationErasure,
    ContactsService,
    ExternalIdsService,
    UpsertContactsService,
    ContactIdentityService,
    MergeContactsService,
    ExclusiveChanges,
    ReportedIdentitiesService,
    MarketingPreferencesService,
    RecipientIdentitiesService,
    PhoneAppContactsService,
    ContactErasure,
    OpenConversationsService,
    InboundActivityService,
    OutboundActivityService,
    PastActivityService,
  ],
})
export class ConversationsModule {}
