import { Args, Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../common/graphql/per-viewer.js';
import { AccountType } from '../accounts/schema/account.types.js';
import type { Viewer } from '../users/domain/viewer.js';
import { requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { ConversationFilter, ConversationOrder } from './schema/conversation.inputs.js';
import { ConversationConnection } from './schema/conversation.types.js';
import type { Conversation } from './conversations.service.js';
import { ConversationListService } from './inbox/conversation-list.service.js';

/** `Account.conversations`. */
@Resolver(() => AccountType)
export class AccountConversationsResolver {
  constructor(private readonly conversationList: ConversationListService) {}

  @ResolveField(() => ConversationConnection, {
    description: 'Those that the viewer may see, last active first unless ordered.',
  })
  @Extensions(PER_VIEWER)
  async conversations(
    @CurrentViewer() viewer: Viewer,
    @Parent() account: AccountType,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true }) filter?: ConversationFilter,
    @Args('orderBy', { nullable: true }) orderBy?: ConversationOrder,
  ): Promise<Page<Conversation>> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return this.conversationList.list(
      viewer,
      { ...filter, accountId: [account.id] },
      orderBy ?? new ConversationOrder(),
      page,
    );
  }
}
