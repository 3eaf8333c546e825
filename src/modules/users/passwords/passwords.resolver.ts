import { Args, Context, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { forbidden } from '../authentication/access-errors.js';
import { Allow, WithoutSignIn } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import { clientOf, type RequestContext } from '../authentication/request-context.js';
import { originOf } from '../authentication/request-origin.js';
import type { Viewer } from '../domain/viewer.js';
import { ChangePasswordService } from './change-password.service.js';
import { PasswordResetsService } from './password-resets.service.js';
import { RequestPasswordResetService } from './request-password-reset.service.js';
import {
  ChangeOwnPasswordInput,
  ChangeOwnPasswordPayload,
  RedeemPasswordResetInput,
  RedeemPasswordResetPayload,
  RequestPasswordResetInput,
  RequestPasswordResetPayload,
  ResetUserPasswordInput,
  ResetUserPasswordPayload,
} from './password.types.js';

@Resolver()
export class PasswordsResolver {
  constructor(
    private readonly changePassword: ChangePasswordService,
    private readonly resets: PasswordResetsService,
    private readonly requests: RequestPasswordResetService,
    private readonly addresses: ClientAddresses,
  ) {}

  @PayloadMutation(
    () => ChangeOwnPasswordPayload,
    "Changes the viewer's own password, and ends all their other sessions.",
  )
  @Allow('READ_SELF')
  async changeOwnPassword(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Present and new password.' }) input: ChangeOwnPasswordInput,
    @Context() context: RequestContext,
  ): Promise<ChangeOwnPasswordPayload> {
    if (viewer.kind !== 'USER') throw forbidden();
    const client = clientOf(context.request, this.addresses);
    return { endedSessions: await this.changePassword.changeOwn(viewer, input, client), errors: [] };
  }

  @PayloadMutation(
    () => ResetUserPasswordPayload,
    'Makes a token with which a person who has lost their password sets a new one, once, within an hour. Until then the old one counts. Administrators only.',
  )
  @Allow('MANAGE_USERS')
  async resetUserPassword(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Person whose password is lost.' }) { userId }: ResetUserPasswordInput,
  ): Promise<ResetUserPasswordPayload> {
    return { ...(await this.resets.issue(viewer, userId)), errors: [] };
  }

  @PayloadMutation(
    () => RequestPasswordResetPayload,
    'Sends a person who has lost their password a link by e-mail, <PUBLIC_URL>/password#<token>, with which they set a new one, once, within an hour. The answer is the same for an e-mail of nobody. 3 times an hour for an e-mail, 20 times from an address. Needs no sign-in.',
  )
  @WithoutSignIn()
  async requestPasswordReset(
    @Args('input', { description: 'Person whose password was lost.' }) { email, language }: RequestPasswordResetInput,
    @Context() { request }: RequestContext,
  ): Promise<RequestPasswordResetPayload> {
    const client = clientOf(request, this.addresses);
    await this.requests.request({ email, language: language ?? null }, client, originOf(request));
    return { errors: [] };
  }

  @PayloadMutation(
    () => RedeemPasswordResetPayload,
    'Sets a new password by a token of resetUserPassword or requestPasswordReset, and ends all sessions of the person. Needs no sign-in.',
  )
  @WithoutSignIn()
  async redeemPasswordReset(
    @Args('input', { description: 'Token and new password.' }) { token, newPassword }: RedeemPasswordResetInput,
    @Context() context: RequestContext,
  ): Promise<RedeemPasswordResetPayload> {
    await this.resets.redeem(token, newPassword, originOf(context.request));
    return { errors: [] };
  }
}
