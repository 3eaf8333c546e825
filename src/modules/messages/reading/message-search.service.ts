import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import { inOrderOf } from '../../../common/graphql/loaders.js';
import { NOTHING_FOUND, searchByRecency } from '../../../common/search/recency-search.js';
import { placeOf, pageOfSearch, sizeOf, type SearchPage } from '../../../common/search/search-page.js';
import { numbered } from '../../../common/search/search-sql.js';
import { searchTerms } from '../../../common/search/search-terms.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { MessageEntity } from '../message.entity.js';
import { messageSearchSteps, type SearchedMessages } from './message-search-steps.js';
import { because } from '../../../common/errors/because.js';

export interface MessageSearch {
  query: string;
  accountId?: string | null;
  conversationId?: string | null;
}

const MAX_QUERY_LENGTH = 200;
/** As cursors name it. */
const ORDER = 'messages.occurredAt DESC';

/**
 * Finds messages by what they say: every word of the search, or a part of it, in whatever case and with or without accents;
 * words of one or two letters as whole words. Answers in about SEARCH_TIME_LIMIT_MS, with what was found until then.
 */
@Injectable()
export class MessageSearchService {
  private readonly limitMs: number;

  constructor(
    config: Config,
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly conversations: ConversationsService,
  ) {
    this.limitMs = config.get('SEARCH_TIME_LIMIT_MS');
  }

  /** Newest first, among the conversations that the viewer may see. */
  async search(viewer: Viewer, search: MessageSearch, page: ForwardPageArgs): Promise<SearchPage<MessageEntity>> {
    if (search.query.length > MAX_QUERY_LENGTH) {
      const why = because('TOO_MANY_CHARACTERS', { limit: MAX_QUERY_LENGTH });
      throw new DomainError({ code: 'TOO_LONG', ...why, path: ['query'], limit: MAX_QUERY_LENGTH });
    }
    const terms = searchTerms(search.query, 'WHOLE', 'query');
    if (terms === null) throw new DomainError({ code: 'REQUIRED', ...because('QUERY_MISSING'), path: ['query'] });
    const after = placeOf(page.after, ORDER);
    const searched = await this.searched(viewer, search);
    const outcome = terms.isFindable
      ? await searchByRecency(messageSearchSteps(this.database, terms, searched), {
          sources: searched.sources,
          after,
          size: sizeOf(page),
          direction: 'DESC',
          limitMs: this.limitMs,
        })
      : NOTHING_FOUND;
    return pageOfSearch(outcome, page, ORDER, (ids) => this.byIds(ids));
  }

  private async searched(viewer: Viewer, { accountId, conversationId }: MessageSearch): Promise<SearchedMessages> {
    const { condition, parameters } = this.conversations.visibleTo(viewer, 'conversation');
    const visibility = numbered(this.database, condition, parameters);
    const accountIds = (await this.accounts.visibleIds(viewer)).filter(
      (id) => accountId == null || id === accountId.toLowerCase(),
    );
    if (conversationId == null) return { sourceColumn: 'account_id', sources: accountIds, visibility };
    const conversation = await this.conversations.find(viewer, conversationId);
    const isIn = conversation !== null && accountIds.includes(conversation.accountId);
    return { sourceColumn: 'conversation_id', sources: isIn ? [conversation.id] : [], visibility };
  }

  private async byIds(ids: readonly string[]): Promise<(MessageEntity | null)[]> {
    const rows = await this.database.rows(MessageEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, ({ id }) => id);
  }
}
