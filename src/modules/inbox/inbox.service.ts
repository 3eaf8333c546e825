import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { decodeCursor } from './event-cursor.js';
import { InboxStream } from './live/inbox-stream.js';

/** Inbox: whether somebody may follow an account or a conversation, and from where. */
@Injectable()
export class InboxService {
  constructor(
    private readonly log: EventLog,
    private readonly accounts: AccountsService,
    private readonly conversations: ConversationsService,
  ) {}

  async followAccount(viewer: Viewer, accountId: string, after: string | null): Promise<InboxStream> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    return this.open(viewer, account.id, null, after);
  }

  async followConversation(viewer: Viewer, conversationId: string, after: string | null): Promise<InboxStream> {
    const conversation = await this.conversations.find(viewer, conversationId);
    if (conversation === null) throw notFound('conversation', 'conversationId');
    return this.open(viewer, conversation.accountId, conversation.id, after);
  }

  private async open(
    viewer: Viewer,
    accountId: string,
    conversationId: string | null,
    after: string | null,
  ): Promise<InboxStream> {
    const head = await this.log.head(accountId);
    if (after === null) return new InboxStream(viewer, accountId, conversationId, head, false);
    const position = decodeCursor(accountId, after);
    if (position === null) {
      throw new DomainError({
        code: 'INVALID_FORMAT',
        message: 'This cursor is not one of this account.',
        path: ['after'],
      });
    }
    const isOutsideLog = position < (await this.log.horizon(accountId)) || position > head;
    return new InboxStream(viewer, accountId, conversationId, isOutsideLog ? head : position, isOutsideLog);
  }
}
