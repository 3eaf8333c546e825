import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { isRecord, textOf } from '../../../whatsapp/json.js';
import { UserType } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { HistoryEntryType } from './history-entry.types.js';

@Resolver(() => HistoryEntryType)
export class HistoryResolver {
  constructor(private readonly users: UsersService) {}

  @ResolveField(() => UserType, {
    nullable: true,
    description: 'Person who made the change; null where no person did.',
  })
  async by(@Parent() { userId }: HistoryEntryType, @RequestLoaders() loaders: Loaders): Promise<UserType | null> {
    return userId === null ? null : loaders.load(this.users.byIds, userId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: "Severity of an alert of Meta's: CRITICAL, WARNING or INFORMATIONAL. Null of all else.",
  })
  severity(@Parent() { details }: HistoryEntryType): string | null {
    return isRecord(details) ? textOf(details.alert_info, 'alert_severity') : null;
  }
}
