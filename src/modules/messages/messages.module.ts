import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { WhatsappModule } from '../../whatsapp/whatsapp.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { MediaModule } from '../media/media.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { UsersModule } from '../users/users.module.js';
import { VariablesModule } from '../variables/variables.module.js';
import { ConversationMessagesResolver, ParticipantMessagesResolver } from './conversation-messages.resolver.js';
import { MessageActionsResolver } from './message-actions.resolver.js';
import {
  InteractiveCardResolver,
  InteractiveContentResolver,
  MediaContentResolver,
  ReactionResolver,
} from './message-parts.resolver.js';
import { MessageErasure } from './message-erasure.js';
import { TraceErasure } from './trace-erasure.js';
import { MessageMerging } from './message-merging.js';
import { MessageEntity } from './message.entity.js';
import { MessagesResolver } from './messages.resolver.js';
import { MessagesService } from './messages.service.js';
import {
  MessageRecordResolver,
  TemplateContentResolver,
  TemplateStatisticsResolver,
} from './template-messages.resolver.js';
import { TemplatePreviewResolver } from './template-preview.resolver.js';
import { AmendmentsService } from './inbound/amendments.service.js';
import { FetchedFilesService } from './inbound/fetched-files.service.js';
import { InboundMessagesService } from './inbound/inbound-messages.service.js';
import { StatusDetailsService } from './inbound/status-details.service.js';
import { ContactRecordsResolver, RecordMessagesResolver } from './record-messages.resolver.js';
import { ReportedDetailsResolver } from './reported-details.resolver.js';
import { MessageStatusesService } from './inbound/message-statuses.service.js';
import { RefusedStatusesService } from './inbound/refused-statuses.service.js';
import { CancelMessagesService } from './outbound/cancel-messages.service.js';
import { IdempotencyService } from './outbound/idempotency.service.js';
import { OutboxService } from './outbound/outbox.service.js';
import { InteractiveContentService } from './outbound/content/interactive-content.service.js';
import { OutgoingFilesService } from './outbound/content/outgoing-files.service.js';
import { OutgoingContentService } from './outbound/content/outgoing-content.service.js';
import { ReactToMessageService } from './outbound/react-to-message.service.js';
import { RecipientAddressesService } from './outbound/recipient-addresses.service.js';
import { ResendMessageService } from './outbound/resend-message.service.js';
import { SendMessageService } from './outbound/send-message.service.js';
import { SendTemplateService } from './outbound/send-template.service.js';
import { TemplateOutboxService } from './outbound/template-outbox.service.js';
import { TemplateRecipientsService } from './outbound/template-recipients.service.js';
import { HoldBackService } from './dispatch/hold-back.service.js';
import { RefusalBrakeService } from './dispatch/refusal-brake.service.js';
import { MarketingEndpointService } from './dispatch/marketing-endpoint.service.js';
import { MessageClaimsService } from './dispatch/message-claims.service.js';
import { MessageDispatcherService } from './dispatch/message-dispatcher.service.js';
import { OutgoingJobsService } from './dispatch/outgoing-jobs.service.js';
import { RecipientLimitsService } from './dispatch/pace/recipient-limits.service.js';
import { ReconcileUnconfirmedService } from './dispatch/reconcile-unconfirmed.service.js';
import { SendingMetrics } from './dispatch/sending-metrics.js';
import { ReleaseScheduledService } from './dispatch/release-scheduled.service.js';
import { SendFailuresService } from './dispatch/send-failures.service.js';
import { SendResultsService } from './dispatch/send-results.service.js';
import { SendingRetention } from './dispatch/sending-retention.js';
import { TokenBucketsService } from './dispatch/pace/token-buckets.service.js';
import { HistoryOverlapService } from './history/history-overlap.service.js';
import { PastMessagesService } from './history/past-messages.service.js';
import { LocateMessagesService } from './inbound/locate-messages.service.js';
import { AuthorsService } from './reading/authors.service.js';
import { ChatService } from './reading/chat.service.js';
import { RecordMessagesService } from './reading/record-messages.service.js';
import { FoldTemplateCounts } from './reading/fold-template-counts.js';
import { BroadcastOutcomesService } from './reading/broadcast-outcomes.service.js';
import { MessageCountsService } from './reading/message-counts.service.js';
import { MessageSearchService } from './reading/message-search.service.js';
import { NotesService } from './reading/notes.service.js';
import { ReadMarkersService } from './reading/read-markers.service.js';
import { ReadReceiptDispatcherService } from './reading/read-receipt-dispatcher.service.js';
import { TemplateCountsService } from './reading/template-counts.service.js';
import { TypingIndicatorService } from './reading/typing-indicator.service.js';
import { AccountStatisticsResolver } from './statistics/account-statistics.resolver.js';
import { AccountStatisticsService } from './statistics/account-statistics.service.js';
import { FoldMessageTallies } from './statistics/fold-message-tallies.js';
import { MessageTalliesService } from './statistics/message-tallies.service.js';
import { MessageInboxFacts } from './reading/message-inbox-facts.js';
import { MessageNodes } from './message-nodes.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    MESSAGE: true;
  }
}

declare module '../../common/wake-ups/wake-ups.js' {
  interface WakeUpTopics {
    'messages-queued': true;
    'read-receipts-queued': true;
  }
}

/** Messages: received, sent, delivered, read. */
@Module({
  imports: [
    TypeOrmModule.forFeature([MessageEntity]),
    AccountsModule,
    ConversationsModule,
    MediaModule,
    TemplatesModule,
    UsersModule,
    VariablesModule,
    WhatsappModule,
  ],
  providers: [
    MessageNodes,
    MessagesService,
    MessageErasure,
    TraceErasure,
    MessageMerging,
    // GraphQL
    ConversationMessagesResolver,
    MediaContentResolver,
    InteractiveContentResolver,
    InteractiveCardResolver,
    MessageActionsResolver,
    MessageRecordResolver,
    MessagesResolver,
    RecordMessagesResolver,
    ContactRecordsResolver,
    ReportedDetailsResolver,
    ParticipantMessagesResolver,
    ReactionResolver,
    TemplateContentResolver,
    TemplatePreviewResolver,
    TemplateStatisticsResolver,
    // inbound
    FetchedFilesService,
    AmendmentsService,
    InboundMessagesService,
    LocateMessagesService,
    MessageStatusesService,
    RefusedStatusesService,
    StatusDetailsService,
    // history
    HistoryOverlapService,
    PastMessagesService,
    // outbound
    CancelMessagesService,
    IdempotencyService,
    OutboxService,
    OutgoingContentService,
    InteractiveContentService,
    OutgoingFilesService,
    ReactToMessageService,
    RecipientAddressesService,
    ResendMessageService,
    SendMessageService,
    SendTemplateService,
    TemplateOutboxService,
    TemplateRecipientsService,
    // dispatch
    HoldBackService,
    MarketingEndpointService,
    MessageClaimsService,
    MessageDispatcherService,
    OutgoingJobsService,
    RecipientLimitsService,
    ReconcileUnconfirmedService,
    RefusalBrakeService,
    ReleaseScheduledService,
    SendFailuresService,
    SendingMetrics,
    SendingRetention,
    SendResultsService,
    TokenBucketsService,
    // reading
    AuthorsService,
    ChatService,
    RecordMessagesService,
    TemplateCountsService,
    FoldTemplateCounts,
    BroadcastOutcomesService,
    MessageCountsService,
    MessageSearchService,
    NotesService,
    ReadMarkersService,
    ReadReceiptDispatcherService,
    TypingIndicatorService,
    MessageInboxFacts,
    // statistics
    AccountStatisticsResolver,
    AccountStatisticsService,
    FoldMessageTallies,
    MessageTalliesService,
  ],
  exports: [
    MessageErasure,
    MessagesService,
    // inbound
    InboundMessagesService,
    MessageStatusesService,
    PastMessagesService,
    // outbound
    CancelMessagesService,
    IdempotencyService,
    TemplateOutboxService,
    TemplateRecipientsService,
    // dispatch
    HoldBackService,
    ReconcileUnconfirmedService,
    // reading
    AuthorsService,
    BroadcastOutcomesService,
    MessageCountsService,
    // statistics
    MessageTalliesService,
  ],
})
export class MessagesModule {}
