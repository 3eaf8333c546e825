import { Args, Context, Extensions, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { forbidden } from '../authentication/access-errors.js';
import { Allow, WithoutSignIn } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import { clientOf, type RequestContext } from '../authentication/request-context.js';
import { originOf } from '../authentication/request-origin.js';
import { SessionsService } from '../authentication/sessions.service.js';
import type { UserViewer, Viewer } from '../domain/viewer.js';
import { LoginInput } from '../user.inputs.js';
import { UserType } from '../user.types.js';
import { mayReadAddresses } from '../users.resolver.js';
import { OwnTwoFactorService } from './own-two-factor.service.js';
import { TwoFactorService } from './two-factor.service.js';
import {
  BeginTwoFactorInput,
  BeginTwoFactorPayload,
  ConfirmTwoFactorInput,
  DisableTwoFactorPayload,
  RecoveryCodesPayload,
  ResetUserTwoFactorInput,
  ResetUserTwoFactorPayload,
  TwoFactorProofInput,
  TwoFactorType,
} from './two-factor.types.js';

@Resolver(() => UserType)
export class TwoFactorResolver {
  constructor(
    private readonly own: OwnTwoFactorService,
    private readonly twoFactor: TwoFactorService,
    private readonly sessions: SessionsService,
    private readonly addresses: ClientAddresses,
  ) {}

  @Query(() => TwoFactorType, {
    name: 'twoFactor',
    description: "Second factor of the viewer's own sign-in. An API key has none: FORBIDDEN.",
  })
  @Allow('READ_SELF')
  async ownTwoFactor(@CurrentViewer() viewer: Viewer): Promise<TwoFactorType> {
    return this.own.state(personOf(viewer));
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description:
      'Whether signing in asks the person for a second factor here. For administrators and the person; null for others.',
  })
  @Extensions(PER_VIEWER)
  async hasTwoFactor(
    @Parent() user: UserType,
    @Context() { viewer }: RequestContext,
    @RequestLoaders() loaders: Loaders,
  ): Promise<boolean | null> {
    return mayReadAddresses(viewer, user) ? loaders.load(this.twoFactor.isOnOf, user.id) : null;
  }

  @PayloadMutation(
    () => BeginTwoFactorPayload,
    "Makes a secret for the viewer's second factor, which counts when confirmTwoFactor was given a code of it.",
  )
  @Allow('READ_SELF')
  async beginTwoFactor(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Present password.' }) { password }: BeginTwoFactorInput,
    @Context() context: RequestContext,
  ): Promise<BeginTwoFactorPayload> {
    return { ...(await this.own.begin(personOf(viewer), password, this.clientOf(context))), errors: [] };
  }

  @PayloadMutation(
    () => BeginTwoFactorPayload,
    'Makes a secret for the second factor of somebody who has none and needs one to sign in (TWO_FACTOR_SETUP_REQUIRED): login with a code of it confirms it, and answers the recovery codes. Counted as login. Needs no sign-in.',
  )
  @WithoutSignIn()
  async beginTwoFactorAtSignIn(
    @Args('input', { description: 'E-mail and password; a code is not looked at.' }) input: LoginInput,
    @Context() context: RequestContext,
  ): Promise<BeginTwoFactorPayload> {
    const { email, password } = input;
    const user = await this.sessions.prove(email, password, this.clientOf(context), originOf(context.request));
    return { ...(await this.own.beginFor(user)), errors: [] };
  }

  @PayloadMutation(
    () => RecoveryCodesPayload,
    "Turns on the viewer's second factor by a code of the new secret, and ends all their other sessions.",
  )
  @Allow('READ_SELF')
  async confirmTwoFactor(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Code of the app.' }) { code }: ConfirmTwoFactorInput,
    @Context() context: RequestContext,
  ): Promise<RecoveryCodesPayload> {
    return { recoveryCodes: await this.own.confirm(personOf(viewer), code, this.clientOf(context)), errors: [] };
  }

  @PayloadMutation(
    () => RecoveryCodesPayload,
    "Makes ten new recovery codes of the viewer's; the former count no more.",
  )
  @Allow('READ_SELF')
  async renewRecoveryCodes(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Password and code.' }) proof: TwoFactorProofInput,
    @Context() context: RequestContext,
  ): Promise<RecoveryCodesPayload> {
    const codes = await this.own.renewRecoveryCodes(personOf(viewer), proof, this.clientOf(context));
    return { recoveryCodes: codes, errors: [] };
  }

  @PayloadMutation(
    () => DisableTwoFactorPayload,
    "Takes the viewer's second factor away. NOT_ALLOWED_NOW where this server requires one.",
  )
  @Allow('READ_SELF')
  async disableTwoFactor(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Password and code.' }) proof: TwoFactorProofInput,
    @Context() context: RequestContext,
  ): Promise<DisableTwoFactorPayload> {
    await this.own.disable(personOf(viewer), proof, this.clientOf(context));
    return { errors: [] };
  }

  @PayloadMutation(
    () => ResetUserTwoFactorPayload,
    "Takes a colleague's second factor away, who has lost it: the password alone counts again. Administrators only, and not for themselves.",
  )
  @Allow('MANAGE_USERS')
  async resetUserTwoFactor(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Colleague.' }) { userId }: ResetUserTwoFactorInput,
  ): Promise<ResetUserTwoFactorPayload> {
    return { user: await this.own.reset(personOf(viewer), userId), errors: [] };
  }

  private clientOf({ request }: RequestContext): ReturnType<typeof clientOf> {
    return clientOf(request, this.addresses);
  }
}

function personOf(viewer: Viewer): UserViewer {
  if (viewer.kind !== 'USER') throw forbidden();
  return viewer;
}
