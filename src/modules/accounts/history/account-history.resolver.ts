import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import { AccountType } from '../schema/account.types.js';
import { ChangeConnection } from './history-entry.types.js';
import { HistoryService } from './history.service.js';

/** `Account.history`. */
@Resolver(() => AccountType)
export class AccountHistoryResolver {
  constructor(private readonly entries: HistoryService) {}

  @ResolveField(() => ChangeConnection, {
    description:
      'History of the account itself, latest first: what Meta did, and who changed its credentials and notify-users. Administrators only; FORBIDDEN for others.',
  })
  async history(
    @CurrentViewer() viewer: Viewer,
    @Parent() account: AccountType,
    @Args() page: ForwardPageArgs,
  ): Promise<ChangeConnection> {
    requireAllowed(viewer, 'READ_AUDIT');
    return this.entries.ofAccount(account.id, page);
  }
}
