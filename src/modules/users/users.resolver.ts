import { Args, Query, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Viewer } from './domain/viewer.js';
import { forbidden } from './authentication/access-errors.js';
import { Allow } from './authentication/allow.decorator.js';
import { CurrentViewer } from './authentication/current-viewer.decorator.js';
import { CreateUserInput, UpdateUserInput } from './user.inputs.js';
import { UserConnection, UserPayload, UserType } from './user.types.js';
import { UsersService } from './users.service.js';

@Resolver(() => UserType)
export class UsersResolver {
  constructor(private readonly users: UsersService) {}

  @Query(() => UserType, { description: 'Who is signed in. An API key is nobody: FORBIDDEN.' })
  @Allow('READ_SELF')
  async me(@CurrentViewer() viewer: Viewer): Promise<UserType> {
    if (viewer.kind !== 'USER') throw forbidden();
    return this.users.find(viewer.id);
  }

  @Query(() => UserConnection, {
    name: 'users',
    description: 'Colleagues by name; `search` looks in names, e-mails and phone numbers.',
  })
  @Allow('READ_COLLEAGUES')
  async usersPage(
    @Args() page: ForwardPageArgs,
    @Args('search', { type: () => String, nullable: true }) search?: string,
  ): Promise<UserConnection> {
    return this.users.list(search, page);
  }

  @PayloadMutation(() => UserPayload, 'Adds a person. Administrators only.')
  @Allow('MANAGE_USERS')
  async createUser(@Args('input') input: CreateUserInput): Promise<UserPayload> {
    return { user: await this.users.create(input), errors: [] };
  }

  @PayloadMutation(() => UserPayload, 'Changes a person, or takes away their access. Administrators only.')
  @Allow('MANAGE_USERS')
  async updateUser(@Args('input') input: UpdateUserInput): Promise<UserPayload> {
    return { user: await this.users.update(input), errors: [] };
  }
}
