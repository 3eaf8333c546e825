import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { maySeeAccount } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { UserType } from '../users/user.types.js';
import { UsersService } from '../users/users.service.js';
import { AccountType } from './schema/account.types.js';
import type { AccountEntity } from './account.entity.js';
import { AccountsService } from './accounts.service.js';

/** `User.accounts`. */
@Resolver(() => UserType)
export class UserAccountsResolver {
  constructor(
    private readonly users: UsersService,
    private readonly accountsService: AccountsService,
  ) {}

  @ResolveField(() => [AccountType], {
    description:
      'Accounts that this person was given, as far as the viewer may see them. Administrators see all, given or not.',
  })
  async accounts(
    @Parent() user: UserType,
    @CurrentViewer() viewer: Viewer,
    @RequestLoaders() loaders: Loaders,
  ): Promise<AccountEntity[]> {
    const ids = await loaders.load(this.users.accountIdsOf, user.id);
    const visible = ids.filter((id) => maySeeAccount(viewer, id));
    return Promise.all(visible.map((id) => loaders.loadExisting(this.accountsService.byIds, id)));
  }
}
