import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';

@ObjectType('Session', {
  implements: () => [Node],
  description: 'A sign-in of a person, from login until logout, or until it is ended or has expired.',
})
export class ActiveSessionType extends Node {
  @Field(() => DateTimeScalar, { description: 'When the person signed in.' }) createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last used, to the minute.' }) lastUsedAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends unless it is refreshed before.' }) expiresAt: Date;
  @Field({ description: 'The IP address from which it was last used; empty where it is not known.' }) address: string;
  @Field(() => String, {
    nullable: true,
    description: 'How the program named itself with which it was last used: its User-Agent, up to 300 characters.',
  })
  userAgent: string | null;
  @Field({ description: 'Whether it is the session of this very request.' }) isCurrent: boolean;
}

@InputType({ description: 'Which session to end.' })
export class SessionIdInput {
  @Field(() => ID, { description: "The id of one of the viewer's own sessions." }) sessionId: string;
}

@ObjectType({ description: 'What became of a session that was to be ended.' })
export class EndSessionPayload extends Payload {}

@ObjectType({ description: 'What became of the other sessions.' })
export class EndOtherSessionsPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many were ended.' }) endedCount: number | null;
}
