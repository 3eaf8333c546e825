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
import { DeliverMessagesService } from './deliver-messages.service.js';
import { DeliverReadReceiptsService } from './deliver-read-receipts.service.js';
import { IdempotencyService } from './idempotency.service.js';
import { MessageEntity } from './message.entity.js';
import { MessagesResolver } from './messages.resolver.js';
import { MessagesService } from './messages.service.js';
import { PrepareRecipientsService } from './prepare-recipients.service.js';
import { ReadConversationService } from './read-conversation.service.js';
import { ReceiveMessagesService } from './receive-messages.service.js';
import { RecordDeliveryService } from './record-delivery.service.js';
import { SendMessageService } from './send-message.service.js';
import { SendTemplateService } from './send-template.service.js';
import {
  MessageRecordResolver,
  TemplateContentResolver,
  TemplateStatisticsResolver,
} from './template-messages.resolver.js';
import { TrackStatusesService } from './track-statuses.service.js';
import { AddNoteService } from './add-note.service.js';
import { ApplyAmendmentsService } from './apply-amendments.service.js';
import { AuthorsService } from './authors.service.js';
import { MessageActionsResolver } from './message-actions.resolver.js';
import { PrepareContentService } from './prepare-content.service.js';
import { QueueMessagesService } from './queue-messages.service.js';
import { ReactToMessageService } from './react-to-message.service.js';
import { SearchMessagesService } from './search-messages.service.js';
import { ShowTypingService } from './show-typing.service.js';
import { MediaContentResolver, ReactionResolver } from './message-parts.resolver.js';
import { HandleRefusalService } from './handle-refusal.service.js';
import { RetryMessageService } from './retry-message.service.js';
import { SettleUnconfirmedService } from './settle-unconfirmed.service.js';
import { PlaceTemplatesService } from './place-templates.service.js';
import { PruneSendingService } from './prune-sending.service.js';
import { TakeMessagesService } from './take-messages.service.js';

/** What is written: received, sent, delivered, read. */
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
    PruneSendingService,
    TakeMessagesService,
    PlaceTemplatesService,
    SettleUnconfirmedService,
    RetryMessageService,
    HandleRefusalService,
    MediaContentResolver,
    ReactionResolver,
    ShowTypingService,
    SearchMessagesService,
    ReactToMessageService,
    QueueMessagesService,
    PrepareContentService,
    MessageActionsResolver,
    AuthorsService,
    ApplyAmendmentsService,
    AddNoteService,
    ConversationMessagesResolver,
    DeliverMessagesService,
    DeliverReadReceiptsService,
    IdempotencyService,
    MessageRecordResolver,
    MessagesResolver,
    MessagesService,
    ParticipantMessagesResolver,
    PrepareRecipientsService,
    ReadConversationService,
    ReceiveMessagesService,
    RecordDeliveryService,
    SendMessageService,
    SendTemplateService,
    TemplateContentResolver,
    TemplateStatisticsResolver,
    TrackStatusesService,
  ],
  exports: [
    AuthorsService,
    IdempotencyService,
    MessagesService,
    PlaceTemplatesService,
    PrepareRecipientsService,
    ReceiveMessagesService,
    TrackStatusesService,
  ],
})
export class MessagesModule {}
