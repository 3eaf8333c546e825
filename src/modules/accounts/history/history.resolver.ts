import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { RequestContext } from '../../users/authentication/request-context.js';
import { UserType } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { HistoryEntryType } from './history-entry.types.js';

@Resolver(() => HistoryEntryType)
export class HistoryResolver {
  constructor(private readonly users: UsersService) {}

  @ResolveField(() => UserType, { nullable: true, description: 'Where a person did it.' })
  async by(@Parent() { userId }: HistoryEntryType, @Context() context: unknown): Promise<unknown> {
    return userId === null ? null : (context as RequestContext).loaders.load(this.users.byIds, userId);
  }
}
