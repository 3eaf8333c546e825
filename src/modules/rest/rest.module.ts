import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { UsersModule } from '../users/users.module.js';
import { VariablesModule } from '../variables/variables.module.js';
import { OpenApiController } from './openapi.controller.js';
import { RestMessagesController } from './rest-messages.controller.js';
import { RestRecordsController } from './rest-records.controller.js';
import { SchemaCalls } from './schema-calls.js';
import { TextConversationService } from './text-conversation.service.js';

/** The REST side, for programs that have no GraphQL: send a message, follow it, store records. */
@Module({
  imports: [AccountsModule, ConversationsModule, MessagesModule, UsersModule, VariablesModule],
  controllers: [OpenApiController, RestMessagesController, RestRecordsController],
  providers: [SchemaCalls, TextConversationService],
})
export class RestModule {}
