import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { RequestContext } from '../../users/authentication/request-context.js';
import { UserType } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { SetNotifyUsersInput } from '../schema/account.inputs.js';
import { AccountType, BusinessPhoneNumberType, SetNotifyUsersPayload } from '../schema/account.types.js';
import { AccountsService } from '../accounts.service.js';
import { NotifyUsersService } from './notify-users.service.js';

@Resolver(() => BusinessPhoneNumberType)
export class PhoneNumbersResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly notifications: NotifyUsersService,
  ) {}

  @PayloadMutation(() => SetNotifyUsersPayload, 'Chooses who is told when a customer writes to this number first.')
  @Allow('WRITE_ACCOUNTS')
  async setNotifyUsers(
    @CurrentViewer() viewer: Viewer,
    @Args('input') input: SetNotifyUsersInput,
  ): Promise<SetNotifyUsersPayload> {
    return { phoneNumber: await this.notifications.set(viewer, input), errors: [] };
  }

  @ResolveField(() => AccountType)
  async account(@Parent() number: BusinessPhoneNumberType, @Context() context: unknown): Promise<unknown> {
    return (context as RequestContext).loaders.load(this.accounts.byIds, number.accountId);
  }

  @ResolveField(() => [UserType], {
    description: 'Who is told when a customer writes first, or comes back after `returnAfterDays`.',
  })
  async notifyUsers(@Parent() number: BusinessPhoneNumberType, @Context() context: unknown): Promise<unknown[]> {
    const { loaders } = context as RequestContext;
    const ids = await loaders.load(this.notifications.userIdsOf, number.id);
    return Promise.all(ids.map((id) => loaders.load(this.users.byIds, id)));
  }
}
