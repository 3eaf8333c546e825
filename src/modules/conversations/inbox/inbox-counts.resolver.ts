import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { InboxCounts } from '../schema/inbox-counts.types.js';
import { InboxCountsService } from './inbox-counts.service.js';

@Resolver(() => InboxCounts)
export class InboxCountsResolver {
  constructor(private readonly counts: InboxCountsService) {}

  @Query(() => InboxCounts, {
    description: 'Counts for the tabs of an inbox: of one account, or of all that the viewer sees.',
  })
  @Allow('READ_CONVERSATIONS')
  async inboxCounts(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', { type: () => ID, nullable: true, description: 'Null: of all accounts.' })
    accountId?: string | null,
  ): Promise<InboxCounts> {
    return this.counts.of(viewer, accountId ?? null);
  }
}
