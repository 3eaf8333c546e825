import { Args, Extensions, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { AccountType } from '../../accounts/schema/account.types.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { CannedReplyIdInput, CreateCannedReplyInput, UpdateCannedReplyInput } from '../schema/canned-reply.inputs.js';
import { CannedReplyConnection, CannedReplyPayload, CannedReplyType } from '../schema/canned-reply.types.js';
import { CannedRepliesService } from './canned-replies.service.js';
import { FillCannedReplyService } from './fill-canned-reply.service.js';
import { movedIntoFilter, readFiltered } from '../../../common/graphql/pagination/list-filter.js';
import { CannedReplyFilter } from '../schema/canned-reply.inputs.js';

@Resolver(() => CannedReplyType)
export class CannedRepliesResolver {
  constructor(
    private readonly replies: CannedRepliesService,
    private readonly fillReply: FillCannedReplyService,
    private readonly accounts: AccountsService,
  ) {}

  @Query(() => CannedReplyConnection, {
    description:
      'Canned replies by shortcut: those for one account, or for any that the viewer works with; each also with those for all.',
  })
  @Allow('READ_CONVERSATIONS')
  async cannedReplies(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every canned reply.' })
    filter?: CannedReplyFilter,
    @Args('accountId', {
      ...movedIntoFilter('accountId'),
      type: () => ID,
      nullable: true,
      description: 'UUID as in CannedReplyFilter.accountId.',
    })
    accountId?: string | null,
    @Args('search', {
      ...movedIntoFilter('search'),
      type: () => String,
      nullable: true,
      description: 'Words as in CannedReplyFilter.search.',
    })
    search?: string | null,
  ): Promise<Page<CannedReplyType>> {
    return readFiltered(filter, { accountId, search }, (conditions) =>
      this.replies.list(viewer, page, {
        accountId: conditions.accountId ?? null,
        search: conditions.search ?? null,
      }),
    );
  }

  @PayloadMutation(() => CannedReplyPayload, 'Keeps a text that is sent again and again.')
  @Allow('WRITE_CANNED_REPLIES')
  async createCannedReply(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Shortcut and text.' }) input: CreateCannedReplyInput,
  ): Promise<CannedReplyPayload> {
    return { cannedReply: await this.replies.create(viewer, input), errors: [] };
  }

  @PayloadMutation(() => CannedReplyPayload, 'Changes a canned reply; what was sent stays what it was.')
  @Allow('WRITE_CANNED_REPLIES')
  async updateCannedReply(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Canned reply, and what changes.' }) input: UpdateCannedReplyInput,
  ): Promise<CannedReplyPayload> {
    return { cannedReply: await this.replies.update(viewer, input), errors: [] };
  }

  @PayloadMutation(() => CannedReplyPayload, 'Deletes a canned reply; what was sent stays what it was.')
  @Allow('WRITE_CANNED_REPLIES')
  async deleteCannedReply(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Canned reply to be deleted.' }) { cannedReplyId }: CannedReplyIdInput,
  ): Promise<CannedReplyPayload> {
    return { cannedReply: await this.replies.delete(viewer, cannedReplyId), errors: [] };
  }

  @ResolveField(() => AccountType, {
    nullable: true,
    description: 'Account that the reply is for; null: all accounts.',
  })
  async account(
    @Parent() { accountId }: CannedReplyType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<AccountType | null> {
    return accountId === null ? null : loaders.loadExisting(this.accounts.byIds, accountId);
  }

  @ResolveField(() => String, {
    description:
      'Text as the viewer would send it in a conversation: with its variables filled in. What is not known, such as a hidden number, is left out.',
  })
  @Extensions(PER_VIEWER)
  async textFor(
    @CurrentViewer() viewer: Viewer,
    @Parent() { body }: CannedReplyType,
    @Args('conversationId', {
      type: () => ID,
      description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.',
    })
    conversationId: string,
    @RequestLoaders() loaders: Loaders,
  ): Promise<string> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return this.fillReply.fill(viewer, body, conversationId, loaders);
  }
}
