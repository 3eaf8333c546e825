import { Args, Context, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Viewer } from '../domain/viewer.js';
import { Allow, WithoutSignIn } from './allow.decorator.js';
import { CurrentViewer } from './current-viewer.decorator.js';
import type { RequestContext } from './request-context.js';
import { SessionsService } from './sessions.service.js';
import { LoginInput, RefreshSessionInput } from '../user.inputs.js';
import { LogoutPayload, SessionPayload } from '../user.types.js';

@Resolver()
export class SessionsResolver {
  constructor(private readonly sessions: SessionsService) {}

  @PayloadMutation(() => SessionPayload, 'Signs a person in.')
  @WithoutSignIn()
  async login(@Args('input') input: LoginInput, @Context() context: RequestContext): Promise<SessionPayload> {
    const address = context.request?.ip ?? '';
    return { ...(await this.sessions.login(input.email, input.password, address)), errors: [] };
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
