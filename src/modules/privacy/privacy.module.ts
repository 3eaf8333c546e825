import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { UsersModule } from '../users/users.module.js';
import { EraseContactService } from './erase-contact.service.js';
import { ExportContactController } from './export-contact.controller.js';
import { ExportContactService } from './export-contact.service.js';
import { PrivacyResolver } from './privacy.resolver.js';

declare module '../../common/events/event-log.js' {
  interface EventKinds {
    /** A conversation is gone for good. */
    ERASED: true;
  }
}

/** What people may ask of whoever keeps data about them. */
@Module({
  imports: [AccountsModule, ConversationsModule, MessagesModule, UsersModule],
  controllers: [ExportContactController],
  providers: [EraseContactService, ExportContactService, PrivacyResolver],
})
export class PrivacyModule {}
