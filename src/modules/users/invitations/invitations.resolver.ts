import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow, WithoutSignIn } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import type { RequestContext } from '../authentication/request-context.js';
import { originOf } from '../authentication/request-origin.js';
import type { Viewer } from '../domain/viewer.js';
import { UserType } from '../user.types.js';
import { UsersService } from '../users.service.js';
import {
  AcceptInvitationInput,
  AcceptInvitationPayload,
  InvitationIdInput,
  InvitationType,
  InviteUserInput,
  InviteUserPayload,
  WithdrawInvitationPayload,
} from './invitation.types.js';
import { InvitationsService } from './invitations.service.js';

@Resolver(() => InvitationType)
export class InvitationsResolver {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly users: UsersService,
  ) {}

  @Query(() => [InvitationType], {
    description: 'Invitations that can still be accepted, latest first, 500 at most. Administrators only.',
  })
  @Allow('MANAGE_USERS')
  async openInvitations(): Promise<InvitationType[]> {
    return this.invitations.list();
  }

  @ResolveField(() => UserType, {
    nullable: true,
    description: 'Administrator who made the invitation; null where they are gone.',
  })
  async invitedBy(
    @Parent() { invitedById }: InvitationType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<UserType | null> {
    return invitedById === null ? null : loaders.load(this.users.byIds, invitedById);
  }

  @PayloadMutation(
    () => InviteUserPayload,
    'Invites a person by a link with which they choose their password, once, within a week. Another invitation of the same e-mail takes the place of the first. Administrators only.',
  )
  @Allow('MANAGE_USERS')
  async inviteUser(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Person to be invited, and as what.' }) input: InviteUserInput,
  ): Promise<InviteUserPayload> {
    return { ...(await this.invitations.invite(viewer, input)), errors: [] };
  }

  @PayloadMutation(() => WithdrawInvitationPayload, 'Makes the link of an invitation worthless. Administrators only.')
  @Allow('MANAGE_USERS')
  async withdrawInvitation(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Invitation to be withdrawn.' }) { invitationId }: InvitationIdInput,
  ): Promise<WithdrawInvitationPayload> {
    await this.invitations.withdraw(viewer, invitationId);
    return { errors: [] };
  }

  @PayloadMutation(
    () => AcceptInvitationPayload,
    'Makes whoever has the token of an invitation a user with the password that they choose. Needs no sign-in.',
  )
  @WithoutSignIn()
  async acceptInvitation(
    @Args('input', { description: 'Token and password.' }) { token, password }: AcceptInvitationInput,
    @Context() context: RequestContext,
  ): Promise<AcceptInvitationPayload> {
    return { email: await this.invitations.accept(token, password, originOf(context.request)), errors: [] };
  }
}
