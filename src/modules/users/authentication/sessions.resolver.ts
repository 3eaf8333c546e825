import { Args, Context, Resolver } from '@nestjs/graphql';
import { ClientAddresses } from '../../../common/http/client-addresses.js';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Viewer } from '../domain/viewer.js';
import { Allow, WithoutSignIn } from './allow.decorator.js';
import { CurrentViewer } from './current-viewer.decorator.js';
import type { RequestContext } from './request-context.js';
import { SessionsService } from './sessions.service.js';
import { GuessGuard } from '../limits/guess-guard.service.js';
import { LoginInput, RefreshSessionInput } from '../user.inputs.js';
import { LogoutPayload, SessionPayload } from '../user.types.js';

/** Mutations come over HTTP; a context without a request is that of a subscription. */
const NOBODY = { address: '', claimed: null };

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly sessions: SessionsService,
    private readonly guard: GuessGuard,
    private readonly addresses: ClientAddresses,
  ) {}

  @PayloadMutation(() => SessionPayload, 'Signs a person in.')
  @WithoutSignIn()
  async login(@Args('input') input: LoginInput, @Context() context: RequestContext): Promise<SessionPayload> {
    const { email, password } = input;
    const client = context.request === null ? NOBODY : this.addresses.of(context.request.raw);
    const guess = { purpose: 'login', account: email, client, path: ['password'] };
    return { ...(await this.guard.attempt(guess, () => this.sessions.login(email, password))), errors: [] };
  }

  @PayloadMutation(() => SessionPayload, 'New tokens for an old refresh token, which is used up by this.')
  @WithoutSignIn()
  async refreshSession(@Args('input') input: RefreshSessionInput): Promise<SessionPayload> {
    return { ...(await this.sessions.refresh(input.refreshToken)), errors: [] };
  }

  @PayloadMutation(() => LogoutPayload, 'Ends this session at once, also its running subscriptions.')
  @Allow('READ_SELF')
  async logout(@CurrentViewer() viewer: Viewer): Promise<LogoutPayload> {
    if (viewer.kind === 'USER') await this.sessions.logout(viewer);
    return { errors: [] };
  }
}
