import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { formerNameOf } from '../../../common/graphql/former-name.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import { UserType } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { ChangeConnection } from '../history/history-entry.types.js';
import { HistoryService } from '../history/history.service.js';
import { SetNotifyUsersInput } from '../schema/account.inputs.js';
import { AccountType, BusinessPhoneNumberType } from '../schema/account.types.js';
import type { AccountEntity } from '../account.entity.js';
import { AccountsService } from '../accounts.service.js';
import { PauseCause, sendingPauseCauseOf } from '../schema/pause-cause.types.js';
import type { BusinessPhoneNumberEntity } from './business-phone-number.entity.js';
import { NotifyUsersService } from './notify-users.service.js';
import { SetNotifyUsersPayload } from './notify-users.types.js';

@Resolver(() => BusinessPhoneNumberType)
export class PhoneNumbersResolver {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly notifyUsersService: NotifyUsersService,
    private readonly entries: HistoryService,
  ) {}

  @PayloadMutation(
    () => SetNotifyUsersPayload,
    'Chooses who is notified when a customer writes to this number first. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async setNotifyUsers(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and who is notified.' }) input: SetNotifyUsersInput,
  ): Promise<SetNotifyUsersPayload> {
    return { phoneNumber: await this.notifyUsersService.set(viewer, input), errors: [] };
  }

  @ResolveField(() => PauseCause, {
    nullable: true,
    description: 'Cause of sendingPauseReason, for programs; null where there is none, or it was not recorded.',
  })
  sendingPauseCause(@Parent() number: BusinessPhoneNumberEntity): PauseCause | null {
    return sendingPauseCauseOf(number);
  }

  @ResolveField(() => String, formerNameOf('whatsappPhoneNumberId'))
  phoneNumberId(@Parent() number: BusinessPhoneNumberType): string {
    return number.whatsappPhoneNumberId;
  }

  @ResolveField(() => AccountType, { description: 'Account that the number belongs to.' })
  account(@Parent() number: BusinessPhoneNumberType, @RequestLoaders() loaders: Loaders): Promise<AccountEntity> {
    return loaders.loadExisting(this.accounts.byIds, number.accountId);
  }

  @ResolveField(() => ChangeConnection, {
    description:
      "History of the number's quality, messaging limit, throughput, status and name since they were first known, latest first. Administrators only; FORBIDDEN for others.",
  })
  async history(
    @CurrentViewer() viewer: Viewer,
    @Parent() number: BusinessPhoneNumberType,
    @Args() page: ForwardPageArgs,
  ): Promise<ChangeConnection> {
    requireAllowed(viewer, 'READ_AUDIT');
    return this.entries.ofNumber(number.id, page);
  }

  @ResolveField(() => [UserType], {
    description: 'Notify-users: who is notified when a customer writes first, or comes back after `returnAfterDays`.',
  })
  async notifyUsers(
    @Parent() number: BusinessPhoneNumberType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<UserType[]> {
    const ids = await loaders.load(this.notifyUsersService.userIdsOf, number.id);
    return Promise.all(ids.map((id) => loaders.loadExisting(this.users.byIds, id)));
  }
}
