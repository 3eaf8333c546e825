import { Args, Context, Extensions, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { PER_VIEWER } from '../../common/graphql/per-viewer.js';
import { PhoneNumberScalar } from '../../common/graphql/scalars.js';
import { isAllowed } from './domain/permissions.js';
import type { Viewer } from './domain/viewer.js';
import type { RequestContext } from './authentication/request-context.js';
import { forbidden } from './authentication/access-errors.js';
import { Allow } from './authentication/allow.decorator.js';
import { CurrentViewer } from './authentication/current-viewer.decorator.js';
import { CreateUserInput, UpdateUserInput, UserFilter } from './user.inputs.js';
import { UserConnection, UserPayload, UserType } from './user.types.js';
import { UsersService } from './users.service.js';
import { movedIntoFilter, readFiltered } from '../../common/graphql/pagination/list-filter.js';

@Resolver(() => UserType)
export class UsersResolver {
  constructor(private readonly users: UsersService) {}

  @Query(() => UserType, { description: 'Person who is signed in. An API key is nobody: FORBIDDEN.' })
  @Allow('READ_SELF')
  async me(@CurrentViewer() viewer: Viewer): Promise<UserType> {
    if (viewer.kind !== 'USER') throw forbidden();
    return this.users.find(viewer.id);
  }

  @Query(() => UserConnection, {
    name: 'users',
    description: 'Colleagues by name.',
  })
  @Allow('READ_COLLEAGUES')
  async usersPage(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every colleague.' })
    filter?: UserFilter,
    @Args('search', {
      ...movedIntoFilter('search'),
      type: () => String,
      nullable: true,
      description: 'Words as in UserFilter.search.',
    })
    search?: string,
  ): Promise<UserConnection> {
    return readFiltered(filter, { search }, (conditions) =>
      this.users.list(conditions.search ?? undefined, page, viewer),
    );
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'E-mail address with which the person signs in. For administrators and the person; null for others.',
  })
  @Extensions(PER_VIEWER)
  email(@Parent() user: UserType, @Context() { viewer }: RequestContext): string | null {
    return mayReadAddresses(viewer, user) ? user.email : null;
  }

  @ResolveField(() => PhoneNumberScalar, {
    nullable: true,
    description: 'Phone number of the person. For administrators and the person; null for others, and without one.',
  })
  @Extensions(PER_VIEWER)
  phoneNumber(@Parent() user: UserType, @Context() { viewer }: RequestContext): string | null {
    return mayReadAddresses(viewer, user) ? user.phoneNumber : null;
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description:
      'Whether the person signs in at the issuer of the company, and has no password here. For administrators and the person; null for others.',
  })
  @Extensions(PER_VIEWER)
  signsInAtIssuer(@Parent() user: UserType, @Context() { viewer }: RequestContext): boolean | null {
    return mayReadAddresses(viewer, user) ? !user.hasPassword : null;
  }

  @PayloadMutation(() => UserPayload, 'Adds a person. Administrators only.')
  @Allow('MANAGE_USERS')
  async createUser(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Person to be added.' }) input: CreateUserInput,
  ): Promise<UserPayload> {
    return { user: await this.users.create(viewer, input), errors: [] };
  }

  @PayloadMutation(() => UserPayload, 'Changes a person, or takes away their access. Administrators only.')
  @Allow('MANAGE_USERS')
  async updateUser(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Person, and what changes.' }) input: UpdateUserInput,
  ): Promise<UserPayload> {
    return { user: await this.users.update(viewer, input), errors: [] };
  }
}

/** Whether a viewer may read what is for administrators and the person alone. */
export function mayReadAddresses(viewer: Viewer | undefined, user: UserType): boolean {
  if (user.isViewer === true || viewer?.id === user.id) return true;
  return viewer !== undefined && isAllowed(viewer, 'READ_COLLEAGUES_ADDRESSES');
}
