import { Injectable } from '@nestjs/common';
import { DomainError, notAllowedNow, notFound } from '../../common/errors/domain-error.js';
import { EventLog } from '../../common/events/event-log.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { decodeCursor, placeOfCursor } from './event-cursor.js';
import { InboxStream, InboxStreams } from './live/inbox-stream.js';
import { because, type Because } from '../../common/errors/because.js';

/** Each account has a feed of its own, in every process that follows it. */
const MAX_ACCOUNTS_AT_ONCE = 200;

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

  /**
   * All accounts that the viewer works with now; each goes on after the cursor that is its own. Cursors of accounts that
   * the viewer may not see (any more) are passed over.
   * @throws DomainError (INVALID_FORMAT) on a text that is no cursor; NOT_ALLOWED_NOW for more than 200 accounts
   */
  async followAll(viewer: Viewer, after: readonly string[]): Promise<InboxStreams> {
    const accountIds = (await this.accounts.list(viewer)).map(({ id }) => id);
    if (accountIds.length > MAX_ACCOUNTS_AT_ONCE) {
      throw notAllowedNow(because('TOO_MANY_ACCOUNTS_AT_ONCE', { limit: MAX_ACCOUNTS_AT_ONCE }));
    }
    const positions = new Map<string, bigint>();
    after.forEach((cursor, index) => {
      const place = placeOfCursor(cursor);
      if (place === null) throw foreignCursor(because('CURSOR_NO_EVENT'), String(index));
      const known = positions.get(place.accountId);
      // Of two cursors of one account the earlier: nothing is missed.
      if (known === undefined || place.position < known) positions.set(place.accountId, place.position);
    });
    const streams = accountIds.map((id) => this.openAt(viewer, id, null, positions.get(id) ?? null));
    return new InboxStreams(await Promise.all(streams));
  }

  private async open(
    viewer: Viewer,
    accountId: string,
    conversationId: string | null,
    after: string | null,
  ): Promise<InboxStream> {
    const position = after === null ? null : decodeCursor(accountId, after);
    if (after !== null && position === null) throw foreignCursor(because('CURSOR_OTHER_ACCOUNT'));
    return this.openAt(viewer, accountId, conversationId, position);
  }

  private async openAt(
    viewer: Viewer,
    accountId: string,
    conversationId: string | null,
    position: bigint | null,
  ): Promise<InboxStream> {
    const head = await this.log.head(accountId);
    if (position === null) return new InboxStream(viewer, accountId, conversationId, head, false);
    const isOutsideLog = position < (await this.log.horizon(accountId)) || position > head;
    return new InboxStream(viewer, accountId, conversationId, isOutsideLog ? head : position, isOutsideLog);
  }
}

function foreignCursor(why: Because, ...place: string[]): DomainError {
  return new DomainError({ code: 'INVALID_FORMAT', ...why, path: ['after', ...place] });
}
