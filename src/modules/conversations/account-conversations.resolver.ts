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
    description: 'Conversations of the account that the viewer may see, last active first unless ordered.',
  })
  @Extensions(PER_VIEWER)
  async conversations(
    @CurrentViewer() viewer: Viewer,
    @Parent() account: AccountType,
    @Args() page: ForwardPageArgs,
    @Args('filter', {
      description: 'Conditions that all hold together; absent: every conversation of the account.',
      nullable: true,
    })
    filter?: ConversationFilter,
    @Args('orderBy', { description: 'Order of the list; absent: last active first.', nullable: true })
    orderBy?: ConversationOrder,
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
