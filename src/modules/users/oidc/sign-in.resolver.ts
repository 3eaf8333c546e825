import { Context, Query, Resolver } from '@nestjs/graphql';
import { Config } from '../../../common/config/config.js';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { WithoutSignIn } from '../authentication/allow.decorator.js';
import type { RequestContext } from '../authentication/request-context.js';
import { originOf } from '../authentication/request-origin.js';
import { payloadOf } from '../authentication/sessions.resolver.js';
import { RequestPasswordResetService } from '../passwords/request-password-reset.service.js';
import { SessionPayload } from '../user.types.js';
import { HandoversService } from './handovers.service.js';
import { SignInOptions } from './sign-in.types.js';

@Resolver()
export class SignInResolver {
  constructor(
    private readonly config: Config,
    private readonly handovers: HandoversService,
    private readonly requests: RequestPasswordResetService,
  ) {}

  @Query(() => SignInOptions, {
    description: 'Sign-in options: what somebody can do who has not signed in. Needs no sign-in.',
  })
  @WithoutSignIn()
  signInOptions(): SignInOptions {
    const label = this.config.get('OIDC_BUTTON_LABEL');
    const hasIssuer = this.config.get('OIDC_ISSUER') !== null;
    return {
      canRequestPasswordReset: this.requests.isPossible,
      issuer: hasIssuer ? { label, startUrl: '/auth/oidc/start' } : null,
    };
  }

  @PayloadMutation(
    () => SessionPayload,
    'Takes the session of a sign-in at the issuer, once, within a minute, in the browser that came back from there: by its cookie. INVALID_INPUT where there is none. Needs no sign-in.',
  )
  @WithoutSignIn()
  async redeemSignIn(@Context() { request }: RequestContext): Promise<SessionPayload> {
    return payloadOf(await this.handovers.redeem(request?.headers.cookie, originOf(request)));
  }
}
