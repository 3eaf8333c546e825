import { Args, Extensions, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { BusinessPhoneNumberType } from '../../accounts/schema/account.types.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { InboxCount, InboxCounts } from '../schema/inbox-counts.types.js';
import { InboxCountsService } from './inbox-counts.service.js';

@Resolver(() => InboxCounts)
export class InboxCountsResolver {
  constructor(private readonly counts: InboxCountsService) {}

  @Query(() => InboxCounts, {
    description: 'Numbers for the tabs of an inbox: of one account or number, or of all that the viewer sees.',
  })
  @Allow('READ_CONVERSATIONS')
  async inboxCounts(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', {
      type: () => ID,
      nullable: true,
      description: 'UUID of an account; null: of all that the viewer works with.',
    })
    accountId?: string | null,
    @Args('phoneNumberId', {
      type: () => ID,
      nullable: true,
      description:
        'UUID of a BusinessPhoneNumber: its conversations alone, NOT_FOUND where it is none of them. Null: of all.',
    })
    phoneNumberId?: string | null,
  ): Promise<InboxCounts> {
    return this.counts.of(viewer, accountId ?? null, phoneNumberId ?? null);
  }
}

/** `BusinessPhoneNumber.openConversations`. */
@Resolver(() => BusinessPhoneNumberType)
export class NumberCountsResolver {
  constructor(private readonly counts: InboxCountsService) {}

  @ResolveField(() => InboxCount, {
    description: 'Open conversations of the number that the viewer may see, counted up to 1,000.',
  })
  @Extensions(PER_VIEWER)
  async openConversations(
    @CurrentViewer() viewer: Viewer,
    @Parent() number: BusinessPhoneNumberType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<InboxCount> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return loaders.load(this.counts.ofNumbers, { viewer, numberId: number.id });
  }
}
