import { Args, Context, Resolver } from '@nestjs/graphql';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Viewer } from '../domain/viewer.js';
import { Allow, WithoutSignIn } from './allow.decorator.js';
import { CurrentViewer } from './current-viewer.decorator.js';
import { clientOf, type RequestContext } from './request-context.js';
import { originOf } from './request-origin.js';
import { SessionsService, type Session } from './sessions.service.js';
import { LoginInput, RefreshSessionInput } from '../user.inputs.js';
import { LogoutPayload, SessionPayload } from '../user.types.js';

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly sessions: SessionsService,
    private readonly addresses: ClientAddresses,
  ) {}

  @PayloadMutation(
    () => SessionPayload,
    'Signs a person in. Wrong e-mails, passwords and codes are INVALID_INPUT, too many RATE_LIMITED. A missing code is refused as TWO_FACTOR_CODE_REQUIRED; where a second factor has to be set up first, NOT_ALLOWED_NOW says so.',
  )
  @WithoutSignIn()
  async login(
    @Args('input', { description: 'E-mail and password, and the code of a second factor.' }) input: LoginInput,
    @Context() context: RequestContext,
  ): Promise<SessionPayload> {
    const client = clientOf(context.request, this.addresses);
    return payloadOf(await this.sessions.login(input, client, originOf(context.request)));
  }

  @PayloadMutation(
    () => SessionPayload,
    'Gives new tokens for an old refresh token, which is used up by this. For a second tab it still counts for 10 seconds; after that its use ends the session, because two have it.',
  )
  @WithoutSignIn()
  async refreshSession(
    @Args('input', { description: 'Refresh token to be used up.' }) input: RefreshSessionInput,
    @Context() context: RequestContext,
  ): Promise<SessionPayload> {
    return payloadOf(await this.sessions.refresh(input.refreshToken, originOf(context.request)));
  }

  @PayloadMutation(() => LogoutPayload, 'Ends this session at once, also its running subscriptions.')
  @Allow('READ_SELF')
  async logout(@CurrentViewer() viewer: Viewer): Promise<LogoutPayload> {
    if (viewer.kind === 'USER') await this.sessions.logout(viewer);
    return { errors: [] };
  }
}

/** Payload of whoever has just signed in. */
export function payloadOf(session: Session): SessionPayload {
  const recoveryCodes = session.recoveryCodes ?? null;
  return { ...session, recoveryCodes, user: { ...session.user, isViewer: true }, errors: [] };
}
