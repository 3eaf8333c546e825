import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';

@ObjectType('Session', {
  implements: () => [Node],
  description: 'Session: a sign-in of a person, from login until logout, or until it is ended or has expired.',
})
export class ActiveSessionType extends Node {
  @Field(() => DateTimeScalar, { description: 'Time at which the person signed in.' }) createdAt: Date;
  @Field(() => DateTimeScalar, { description: "Time of the session's last use, to the minute." }) lastUsedAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which the session ends unless it is refreshed before.' })
  expiresAt: Date;
  @Field({ description: 'IP address from which the session was last used; empty where it is not known.' })
  address: string;
  @Field(() => String, {
    nullable: true,
    description:
      'User-Agent: how the program named itself with which the session was last used, up to 300 characters; null where it did not.',
  })
  userAgent: string | null;
  @Field({ description: 'Whether this very request was made in the session.' }) isCurrent: boolean;
}

@InputType({ description: 'Session that the call is about.' })
export class SessionIdInput {
  @Field(() => ID, { description: "UUID of one of the viewer's own sessions, else NOT_FOUND." }) sessionId: string;
}

@ObjectType({ description: 'Outcome of endSession.' })
export class EndSessionPayload extends Payload {}

@ObjectType({ description: 'Outcome of endOtherSessions.' })
export class EndOtherSessionsPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of sessions that were ended; null where the call was refused.',
  })
  endedCount: number | null;
}
