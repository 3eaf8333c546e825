import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import type { ForwardPageArgs, Page } from '../../../common/graphql/pagination/connection.js';
import { paginate } from '../../../common/graphql/pagination/paginate.js';
import { isId } from '../../../common/ids.js';
import { hasEveryWord, searchPatterns } from '../../../common/search-text.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { MessageEntity } from '../message.entity.js';

export interface MessageSearch {
  query: string;
  accountId?: string | null;
  conversationId?: string | null;
}

const MAX_QUERY_LENGTH = 200;

/** Finds messages by what they say: every word of the search, or a part of it, in whatever case and with or without accents. */
@Injectable()
export class MessageSearchService {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationsService,
  ) {}

  /** Newest first, among the conversations that the viewer may see. */
  async search(viewer: Viewer, search: MessageSearch, page: ForwardPageArgs): Promise<Page<MessageEntity>> {
    if (search.query.length > MAX_QUERY_LENGTH) {
      const message = `At most ${MAX_QUERY_LENGTH} characters, please.`;
      throw new DomainError({ code: 'TOO_LONG', message, path: ['query'], limit: MAX_QUERY_LENGTH });
    }
    if (searchPatterns(search.query).length === 0) {
      throw new DomainError({ code: 'REQUIRED', message: 'Say what to look for.', path: ['query'] });
    }
    const query = this.database.repository(MessageEntity).createQueryBuilder('message');
    const { sql, parameters } = hasEveryWord('message.searchText', search.query);
    query.where(sql, parameters);
    const { accountId, conversationId } = search;
    if (accountId != null) query.andWhere('message.accountId = :accountId', { accountId: idOrNone(accountId) });
    if (conversationId != null) {
      const conversation = await this.conversations.find(viewer, conversationId);
      query.andWhere('message.conversationId = :inside', { inside: idOrNone(conversation?.id ?? '') });
    }
    const { condition, parameters: who } = this.conversations.visibleTo(viewer, 'conversation');
    query.andWhere(
      `EXISTS (SELECT FROM conversations conversation WHERE conversation.id = message.conversationId AND ${condition})`,
      who,
    );
    return paginate(query, page, {
      sort: 'message.occurredAt',
      valueOf: (message) => message.occurredAt,
      id: 'message.id',
      direction: 'DESC',
    });
  }
}

function idOrNone(id: string): string {
  return isId(id) ? id : '00000000-0000-0000-0000-000000000000';
}
