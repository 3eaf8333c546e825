import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { AccountEntity } from '../account.entity.js';
import { AccountType } from '../schema/account.types.js';
import { MarketingMessages } from './marketing-messages.types.js';

@Resolver(() => AccountType)
export class MarketingMessagesResolver {
  @ResolveField(() => MarketingMessages, {
    description:
      "Marketing Messages API: whether the account's marketing templates go by it, and whether Meta lets them.",
  })
  marketingMessages(@Parent() account: AccountEntity): MarketingMessages {
    const standing = account.marketingMessagesStanding;
    return {
      policy: account.marketingMessagesPolicy,
      activitySharing: account.marketingActivitySharing,
      onboardingStatus: standing?.onboardingStatus ?? null,
      isRequired: standing?.isRequired ?? false,
      readAt: standing === null ? null : new Date(standing.readAt),
    };
  }
}
