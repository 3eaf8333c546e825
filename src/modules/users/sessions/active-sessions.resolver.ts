import { Args, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { forbidden } from '../authentication/access-errors.js';
import { Allow } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import type { UserViewer, Viewer } from '../domain/viewer.js';
import { ActiveSessionsService } from './active-sessions.service.js';
import { ActiveSessionType, EndOtherSessionsPayload, EndSessionPayload, SessionIdInput } from './session.types.js';

@Resolver(() => ActiveSessionType)
export class ActiveSessionsResolver {
  constructor(private readonly activeSessions: ActiveSessionsService) {}

  @Query(() => [ActiveSessionType], {
    description: 'Sessions of the viewer, those used last first, 100 at most. An API key has none: FORBIDDEN.',
  })
  @Allow('READ_SELF')
  async sessions(@CurrentViewer() viewer: Viewer): Promise<ActiveSessionType[]> {
    return this.activeSessions.list(personOf(viewer));
  }

  @PayloadMutation(
    () => EndSessionPayload,
    "Ends one of the viewer's own sessions at once: its tokens count no more, its sockets are closed.",
  )
  @Allow('READ_SELF')
  async endSession(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Session to be ended.' }) { sessionId }: SessionIdInput,
  ): Promise<EndSessionPayload> {
    await this.activeSessions.end(personOf(viewer), sessionId);
    return { errors: [] };
  }

  @PayloadMutation(() => EndOtherSessionsPayload, "Ends all of the viewer's sessions but the one of this request.")
  @Allow('READ_SELF')
  async endOtherSessions(@CurrentViewer() viewer: Viewer): Promise<EndOtherSessionsPayload> {
    return { endedCount: await this.activeSessions.endOthers(personOf(viewer)), errors: [] };
  }
}

function personOf(viewer: Viewer): UserViewer {
  if (viewer.kind !== 'USER') throw forbidden();
  return viewer;
}
